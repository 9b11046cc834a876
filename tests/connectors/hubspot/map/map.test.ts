// What HubSpot's records become. Every result must be a valid canonical record.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, Lookup } from '../../../../connectors/contract.ts';
import { Skip } from '../../../../connectors/errors.ts';
import { connector } from '../../../../connectors/hubspot/index.ts';
import { CanonicalRecord, type Of } from '../../../../connectors/records.ts';

const CREATED = '2026-03-01T08:00:00Z';
type Properties = Record<string, string | null>;

function map(object: string, properties: Properties, lookup: Lookup = () => undefined): CanonicalRecord[] {
  const stream = connector.streams.find(s => s.objects.includes(object))!;
  const payload = { id: '9', properties, createdAt: CREATED, updatedAt: CREATED, archived: false };
  return stream.map({ object, id: '9', payload }, lookup).map(record => CanonicalRecord.parse(record));
}

function one<T extends CanonicalRecord['type']>(
  type: T,
  object: string,
  properties: Properties,
  lookup?: Lookup,
): Of<T> {
  const found = map(object, properties, lookup).find(record => record.type === type);
  expect(found).toBeDefined();
  return found as Of<T>;
}

const references =
  (records: Record<string, JsonObject>): Lookup =>
  (object, id) =>
    records[`${object}/${id}`];

describe('contacts', () => {
  it('become persons with all their identifiers', () => {
    const person = one('person', 'contact', {
      firstname: ' Ada ',
      lastname: 'Nwosu',
      email: 'Ada@Example.com',
      hs_additional_emails: 'ada@old.example;ada@home.example',
      phone: '+44 20 7946 0018',
      mobilephone: '',
      jobtitle: 'CTO',
      country: 'Germany',
      hs_language: 'pt_br',
      lifecyclestage: 'marketingqualifiedlead',
      associatedcompanyid: '77',
      salesforcecontactid: '0031t00000AbCdEFGH',
      salesforceleadid: '00Q1t00000AbCdEFGH',
      hs_merged_object_ids: '3;4',
      hs_calculated_merged_vids: '4:1700000000000;5:1700000000001',
      createdate: '2026-01-05T09:10:11Z',
    });
    expect(person.fields).toEqual({
      givenName: 'Ada',
      familyName: 'Nwosu',
      email: 'Ada@Example.com',
      phone: '+44 20 7946 0018',
      jobTitle: 'CTO',
      country: 'DE',
      language: 'pt-BR',
      lifecycleStage: 'QUALIFIED_LEAD',
    });
    expect(person.identifiers.map(i => `${i.kind} ${i.namespace ?? '-'} ${i.value}`)).toEqual([
      'EMAIL - Ada@Example.com',
      'EMAIL - ada@old.example',
      'EMAIL - ada@home.example',
      'PHONE - +44 20 7946 0018',
      'EXTERNAL_ID salesforce Contact/0031t00000AbCdEFGH',
      'EXTERNAL_ID salesforce Lead/00Q1t00000AbCdEFGH',
      'EXTERNAL_ID - contact/3',
      'EXTERNAL_ID - contact/4',
      'EXTERNAL_ID - contact/5',
    ]);
    expect(person.account).toEqual({ object: 'company', id: '77' });
    expect(person.createdAt).toBe('2026-01-05T09:10:11.000Z');
    expect(person.traits).toEqual({});
  });

  it('B13: custom properties become traits of their declared type, and nothing is dropped', () => {
    const definition = (name: string, type: string, fieldType = 'text') => ({ name, type, fieldType });
    const properties = [
      definition('seats', 'number'),
      definition('range', 'number'),
      definition('infinite', 'number'),
      definition('vip', 'bool', 'booleancheckbox'),
      definition('renewal', 'date'),
      definition('far', 'date'),
      definition('no_day', 'date'),
      definition('seen', 'datetime'),
      definition('epoch', 'datetime'),
      definition('interests', 'enumeration', 'checkbox'),
      definition('tier', 'enumeration', 'select'),
    ];
    const person = one(
      'person',
      'contact',
      {
        seats: '12.5',
        range: '500-1000',
        infinite: 'Infinity',
        vip: 'true',
        renewal: '2026-12-01',
        far: '2038-01-20',
        no_day: '2026-02-30',
        seen: '2026-03-01T08:00:00Z',
        epoch: '1772352000000',
        interests: 'a;b',
        tier: 'NA',
        note: 'kept',
        cleared: '',
        unset: null,
      },
      references({ 'property_schema/contact': { properties } }),
    );
    expect(person.traits).toEqual({
      seats: 12.5,
      range: null,
      range_raw: '500-1000',
      infinite: null,
      infinite_raw: 'Infinity',
      vip: true,
      renewal: '2026-12-01',
      far: '2038-01-20',
      no_day: null,
      no_day_raw: '2026-02-30',
      seen: '2026-03-01T08:00:00.000Z',
      epoch: '2026-03-01T08:00:00.000Z',
      interests: ['a', 'b'],
      tier: 'NA',
      note: 'kept',
    });
  });

  it.each([
    ['customer', 'CUSTOMER'],
    ['evangelist', 'ADVOCATE'],
    ['4711', 'OTHER'],
    ['', undefined],
  ])('lifecycle stage %j is %s', (stage, expected) => {
    expect(one('person', 'contact', { lifecyclestage: stage }).fields.lifecycleStage ?? undefined).toBe(expected);
  });
});

describe('companies and deals', () => {
  it('companies become organizations', () => {
    const properties = {
      name: 'Acme',
      website: 'https://www.acme.example/about',
      country: 'UK',
      numberofemployees: '500-1000',
      annualrevenue: '1e6',
      hs_annual_revenue_currency_code: 'eur',
      hs_merged_object_ids: '8',
    };
    expect(one('organization', 'company', properties)).toMatchObject({
      aliases: ['company/8'],
      domain: 'acme.example',
      country: 'GB',
      employees: null,
      annualRevenue: 1_000_000,
      currency: 'EUR',
    });
  });

  const stage = references({
    'pipeline_stage/deal:default:closedwon': { label: 'Won', metadata: { isClosed: 'true', probability: '1.0' } },
    'pipeline_stage/deal:default:closedlost': { label: 'Lost', metadata: { isClosed: 'true', probability: '0.0' } },
    'pipeline_stage/deal:default:open': { label: 'Open', metadata: { isClosed: 'false', probability: '0.2' } },
  });
  const deal = {
    dealname: 'D',
    amount: '120.50',
    deal_currency_code: 'EUR',
    pipeline: 'default',
    createdate: '2026-01-01T00:00:00Z',
    closedate: '2026-02-01T00:00:00.5Z',
  };

  it('a won deal is a purchase at its closing', () => {
    for (const won of [{ hs_is_closed_won: 'true' }, { dealstage: 'closedwon' }] as Properties[])
      expect(one('interaction', 'deal', { ...deal, ...won }, stage)).toMatchObject({
        kind: 'PURCHASE',
        occurredAt: '2026-02-01T00:00:00.500Z',
        amount: 120.5,
        currency: 'EUR',
      });
  });

  it('a lost deal ends at its closing, an open one is not ended by a hoped-for date', () => {
    expect(one('interaction', 'deal', { ...deal, dealstage: 'closedlost' }, stage)).toMatchObject({
      kind: 'DEAL',
      occurredAt: '2026-01-01T00:00:00.000Z',
      endedAt: '2026-02-01T00:00:00.500Z',
      status: 'Lost',
    });
    expect(one('interaction', 'deal', { ...deal, dealstage: 'open' }, stage)).toMatchObject({
      kind: 'DEAL',
      endedAt: null,
    });
  });
});

describe('tickets', () => {
  const stages = references({
    'pipeline_stage/ticket:0:1': { label: 'Waiting on us', metadata: { ticketState: 'OPEN' } },
    'pipeline_stage/ticket:0:4': { label: 'Closed', metadata: { ticketState: 'CLOSED' } },
  });
  const ticket = {
    subject: 'S',
    content: '<p>Hello&nbsp;there</p><p>bye</p>',
    hs_pipeline: '0',
    hs_pipeline_stage: '4',
    hs_ticket_priority: 'HIGH',
    source_type: 'CHAT',
    createdate: '2026-01-02T00:00:00Z',
    closed_date: '2026-01-03T00:00:00Z',
    first_agent_reply_date: '1767315600000',
  };

  it('become support cases with the label of their stage', () => {
    expect(one('interaction', 'ticket', ticket, stages)).toMatchObject({
      kind: 'SUPPORT_CASE',
      channel: 'CHAT',
      status: 'Closed',
      priority: 'HIGH',
      body: 'Hello there\nbye',
      occurredAt: '2026-01-02T00:00:00.000Z',
      firstResponseAt: '2026-01-02T01:00:00.000Z',
      resolvedAt: '2026-01-03T00:00:00.000Z',
    });
  });

  it('a reopened ticket is not resolved, and nothing is resolved before it was opened', () => {
    expect(one('interaction', 'ticket', { ...ticket, hs_pipeline_stage: '1' }, stages).resolvedAt).toBeNull();
    const early = one('interaction', 'ticket', { ...ticket, closed_date: '2025-01-01T00:00:00Z' }, stages);
    expect(early.resolvedAt).toBe(early.occurredAt);
  });

  it('an unknown stage is named by its id', () => {
    expect(one('interaction', 'ticket', { ...ticket, hs_pipeline_stage: '99' }).status).toBe('99');
  });
});

describe('engagements', () => {
  const at = { hs_timestamp: '2026-04-01T10:00:00Z' };
  it.each<[string, Properties, object]>([
    [
      'call',
      { hs_call_duration: '90500', hs_call_direction: 'INBOUND', hs_call_title: 'T' },
      { kind: 'CALL', channel: 'PHONE', durationSeconds: 90.5, direction: 'INBOUND', subject: 'T' },
    ],
    ['call', { hs_call_duration: 'NA' }, { durationSeconds: null, direction: null }],
    ['email', { hs_email_direction: 'EMAIL', hs_email_text: 'x' }, { kind: 'EMAIL', direction: 'OUTBOUND', body: 'x' }],
    [
      'email',
      { hs_email_direction: 'INCOMING_EMAIL', hs_email_html: '<b>y</b> &amp;lt; z' },
      { direction: 'INBOUND', body: 'y &lt; z' },
    ],
    [
      'meeting',
      { hs_meeting_start_time: '2026-04-02T10:00:00Z', hs_meeting_end_time: '2026-04-02T11:00:00Z' },
      { kind: 'MEETING', occurredAt: '2026-04-02T10:00:00.000Z', endedAt: '2026-04-02T11:00:00.000Z' },
    ],
    ['note', { hs_note_body: 'n' }, { kind: 'NOTE', body: 'n', direction: 'INTERNAL' }],
    ['task', { hs_task_subject: 's', hs_task_status: 'COMPLETED' }, { kind: 'TASK', status: 'COMPLETED' }],
    ['communication', { hs_communication_channel_type: 'SMS' }, { kind: 'CHAT', channel: 'SMS' }],
    ['communication', { hs_communication_channel_type: 'WHATS_APP' }, { kind: 'CHAT', channel: 'CHAT' }],
    ['communication', { hs_communication_channel_type: 'LINKEDIN_MESSAGE' }, { kind: 'CHAT', channel: 'SOCIAL' }],
  ])('%s %j', (object, properties, expected) => {
    expect(one('interaction', object, { ...at, ...properties })).toMatchObject(expected);
  });
});

describe('feedback', () => {
  const nps = {
    hs_survey_type: 'NPS',
    hs_survey_name: 'How are we doing?',
    hs_survey_id: '55',
    hs_survey_channel: 'EMAIL',
    hs_value: '9',
    hs_content: 'Great',
    hs_submission_timestamp: '2026-04-01T10:00:00Z',
    hs_contact_id: '3',
  };

  it('becomes a survey and a response to it', () => {
    const [survey, response] = map('feedback_submission', nps);
    expect(survey).toMatchObject({
      type: 'survey',
      key: 'nps:55',
      kind: 'RELATIONSHIP',
      questions: [{ measure: 'NPS', scaleMin: 0, scaleMax: 10 }],
    });
    expect(response).toMatchObject({
      type: 'response',
      survey: 'nps:55',
      channel: 'EMAIL',
      customer: { object: 'contact', id: '3' },
      answers: [{ question: 'score', score: 9, text: 'Great' }],
    });
  });

  it.each([
    ['CSAT', '5', 'CSAT', 5],
    ['CES', '7', 'CES', 7],
    ['CES', '8', 'CES', null],
    ['NPS', '11', 'NPS', null],
    ['NPS', '', 'NPS', null],
    ['CUSTOM', '42', 'OTHER', 42],
  ])('%s with value %j is %s %s', (type, value, measure, score) => {
    const records = map('feedback_submission', { ...nps, hs_survey_type: type, hs_value: value });
    expect(records[0]).toMatchObject({ questions: [{ measure }] });
    expect(records[1]).toMatchObject({ answers: [{ score }] });
  });
});

describe('any record', () => {
  const values = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '',
      'NA',
      'Infinity',
      '500-1000',
      '1e999',
      '-1',
      '2026-02-30',
      '99999-01-01',
      '\u0000',
      '<a',
      'true',
    ),
    fc.constant(null),
  );
  const mapped = connector.streams.filter(stream => !stream.reference && stream.name !== 'associations');
  it.each(mapped.map(stream => stream.objects[0]!))(
    'B13: %s with any values maps to valid records or is skipped',
    object => {
      const names = [
        'hs_timestamp',
        'createdate',
        'email',
        'amount',
        'closedate',
        'hs_is_closed_won',
        'dealstage',
        'pipeline',
        'closed_date',
        'hs_value',
        'hs_survey_type',
        'hs_survey_id',
        'hs_call_duration',
        'hs_meeting_end_time',
        'country',
        'hs_language',
        'website',
        'hs_merged_object_ids',
        'custom',
        '__proto__',
        'constructor',
      ];
      fc.assert(
        fc.property(fc.dictionary(fc.constantFrom(...names), values), properties => {
          try {
            expect(map(object, properties)).toEqual(map(object, properties));
          } catch (error) {
            if (!(error instanceof Skip)) throw error;
          }
        }),
        { numRuns: 150 },
      );
    },
  );

  it('without properties is skipped', () => {
    const stream = connector.streams.find(s => s.name === 'contacts')!;
    expect(() => stream.map({ object: 'contact', id: '1', payload: {} }, () => undefined)).toThrow(Skip);
  });
});
