// Cases, comments, mails and activities in canonical words.
import { expect, test } from 'vitest';
import { Skip } from '../../../../connectors/errors.ts';
import { mapped } from './mapped.ts';

const CASE = '5005g0000000001AAA';
const CONTACT = '0035g0000000001AAA';
const LEAD = '00Q5g0000000001AAA';

test('a case keeps its status, and is not resolved before it began', () => {
  const payload = { Origin: 'Web', Status: 'Closed', IsClosed: true, ClosedDate: '2026-02-27T00:00:00.000+0000' };
  expect(mapped('Case', CASE, { ...payload, Priority: 'High', ContactId: CONTACT })).toMatchObject([
    {
      kind: 'SUPPORT_CASE',
      channel: 'WEB',
      status: 'Closed',
      priority: 'High',
      occurredAt: '2026-03-01T08:00:00.000Z',
      resolvedAt: '2026-03-01T08:00:00.000Z',
      customer: { object: 'Contact', id: CONTACT },
    },
  ]);
  expect(mapped('Case', CASE, { ...payload, IsClosed: false })).toMatchObject([{ resolvedAt: null }]);
});

test('a case without a creation date is skipped with a reason', () => {
  expect(() => mapped('Case', CASE, { CreatedDate: 'NA' })).toThrow(Skip);
});

test.each([
  ['Phone', 'PHONE'],
  ['Email-to-Case', 'EMAIL'],
  ['Chat Bot', 'CHAT'],
  ['WhatsApp', 'SMS'],
  ['Facebook', 'SOCIAL'],
  ['Customer Portal', 'WEB'],
  ['Etwas anderes', 'OTHER'],
  [null, 'OTHER'],
])('origin %s is channel %s', (Origin, channel) => {
  expect(mapped('Case', CASE, { Origin, Type: 'Billing issue' })).toMatchObject([
    { channel, touchpoint: 'Billing issue' },
  ]);
});

test('a comment is inbound from a portal user, outbound when public, else internal', () => {
  const comment = (CreatedById: string, IsPublished: boolean) =>
    mapped('CaseComment', '00a1', { ParentId: CASE, CreatedById, IsPublished, CommentBody: 'Hi' }, (_, id) =>
      id === 'portal' ? { ContactId: CONTACT } : { ContactId: null },
    );
  expect(comment('portal', true)).toMatchObject([{ direction: 'INBOUND', customer: { id: CONTACT } }]);
  expect(comment('agent', true)).toMatchObject([{ direction: 'OUTBOUND', case: { object: 'Case', id: CASE } }]);
  expect(comment('agent', false)).toMatchObject([{ direction: 'INTERNAL' }]);
});

test('a mail belongs to its case and knows its direction; drafts give nothing', () => {
  const mail = { ParentId: CASE, MessageDate: '2026-03-02T09:00:00.000+0000', Subject: 'Re', TextBody: 'Body' };
  expect(mapped('EmailMessage', '02s1', { ...mail, Incoming: true })).toMatchObject([
    { kind: 'EMAIL', direction: 'INBOUND', occurredAt: '2026-03-02T09:00:00.000Z', case: { id: CASE } },
  ]);
  expect(mapped('EmailMessage', '02s1', { ...mail, Incoming: false })).toMatchObject([{ direction: 'OUTBOUND' }]);
  expect(mapped('EmailMessage', '02s1', { ...mail, Status: '5' })).toEqual([]);
});

test('S19 WhoId and WhatId are resolved by prefix, and nothing else is guessed', () => {
  const call = { CallType: 'Inbound', CallDurationInSeconds: 90, TaskSubtype: 'Call' };
  expect(mapped('Task', '00T1', { ...call, WhoId: LEAD, WhatId: CASE })).toMatchObject([
    {
      kind: 'CALL',
      direction: 'INBOUND',
      durationSeconds: 90,
      customer: { object: 'Lead', id: LEAD },
      case: { id: CASE },
    },
  ]);
  const strange = { WhoId: 'a0B000000000001AAA', WhatId: 'a0C000000000001AAA' };
  expect(mapped('Task', '00T1', strange)).toMatchObject([{ kind: 'TASK', customer: null, account: null, case: null }]);
});

test('a done task happened when it was completed', () => {
  const done = { IsClosed: true, CompletedDateTime: '2026-03-05T10:00:00.000+0000', ActivityDate: '2026-03-09' };
  expect(mapped('Task', '00T1', done)).toMatchObject([{ occurredAt: '2026-03-05T10:00:00.000Z' }]);
  expect(mapped('Task', '00T1', { ActivityDate: '2026-03-09' })).toMatchObject([
    { occurredAt: '2026-03-01T08:00:00.000Z' },
  ]);
});

test('a mail logged on a case is not counted twice', () => {
  expect(mapped('Task', '00T1', { TaskSubtype: 'Email', WhatId: CASE })).toEqual([]);
  expect(mapped('Task', '00T1', { TaskSubtype: 'Email', WhoId: CONTACT })).toMatchObject([{ kind: 'EMAIL' }]);
});

test('an event is one meeting, however many were invited', () => {
  const event = { StartDateTime: '2026-03-03T10:00:00.000+0000', EndDateTime: '2026-03-03T11:00:00.000+0000' };
  expect(mapped('Event', '00U1', { ...event, WhoId: CONTACT })).toMatchObject([
    { kind: 'MEETING', occurredAt: '2026-03-03T10:00:00.000Z', endedAt: '2026-03-03T11:00:00.000Z' },
  ]);
  expect(mapped('Event', '00U1', { ...event, IsChild: true })).toEqual([]);
});

test('only members who responded are campaign responses', () => {
  const member = { ContactId: CONTACT, FirstRespondedDate: '2026-03-04', Campaign: { Name: 'Spring', Type: 'Email' } };
  expect(mapped('CampaignMember', '00v1', { ...member, HasResponded: true })).toMatchObject([
    { kind: 'CAMPAIGN_RESPONSE', subject: 'Spring', occurredAt: '2026-03-04T10:00:00.000Z', occurredOn: '2026-03-04' },
  ]);
  expect(mapped('CampaignMember', '00v1', { ...member, HasResponded: false })).toEqual([]);
});

test.each([
  // A converted lead's membership names both.
  [{ ContactId: CONTACT }, 'REFERRAL'],
  [{ LeadId: LEAD }, 'CAMPAIGN_RESPONSE'],
  [{ ContactId: CONTACT, LeadId: LEAD }, 'CAMPAIGN_RESPONSE'],
])('in a referral programme %j is a %s', (who, kind) => {
  const member = { ...who, HasResponded: true, Campaign: { Name: 'Bring a colleague', Type: 'Referral Program' } };
  expect(mapped('CampaignMember', '00v1', member)).toMatchObject([{ kind }]);
  expect(mapped('CampaignMember', '00v1', { ...member, HasResponded: false })).toEqual([]);
});
