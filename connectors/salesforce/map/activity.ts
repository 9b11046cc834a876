// Pure: tasks, events and campaign responses: what people did with us.
import type { Lookup, MapInput } from '../../contract.ts';
import type { CanonicalInput } from '../../records.ts';
import { agentOf } from './agent.ts';
import { needed, notBefore } from './case.ts';
import { day, flag, moment, number, ref, refTo, text } from './fields.ts';

const DIRECTIONS = { Inbound: 'INBOUND', Outbound: 'OUTBOUND', Internal: 'INTERNAL' } as const;

/** Logged calls and mails are tasks, too; a case's mails come as EmailMessage and are not taken twice. */
export function task({ payload }: MapInput, lookup: Lookup): CanonicalInput[] {
  const callType = text(payload, 'CallType');
  const subtype = text(payload, 'TaskSubtype');
  const kind = callType || subtype === 'Call' ? 'CALL' : /email/i.test(subtype ?? '') ? 'EMAIL' : 'TASK';
  if (kind === 'EMAIL' && refTo(payload, 'WhatId', 'Case')) return [];
  const direction = DIRECTIONS[callType as keyof typeof DIRECTIONS] ?? null;
  const done = flag(payload, 'IsClosed')
    ? (moment(payload, 'CompletedDateTime') ?? moment(payload, 'ActivityDate'))
    : null;
  return [
    {
      type: 'interaction',
      kind,
      channel: kind === 'CALL' ? 'PHONE' : kind === 'EMAIL' ? 'EMAIL' : 'OTHER',
      direction: direction ?? (kind === 'EMAIL' ? 'OUTBOUND' : null),
      occurredAt: done ?? needed(payload, 'CreatedDate'),
      subject: text(payload, 'Subject'),
      body: text(payload, 'Description'),
      durationSeconds: kind === 'CALL' ? positive(number(payload, 'CallDurationInSeconds')) : null,
      agent: agentOf(payload, lookup),
      ...related(payload),
    },
  ];
}

/** Copies that Salesforce makes for each invitee are the same meeting and give nothing. */
export function event({ payload }: MapInput, lookup: Lookup): CanonicalInput[] {
  if (flag(payload, 'IsChild')) return [];
  const occurredAt =
    moment(payload, 'StartDateTime') ?? moment(payload, 'ActivityDate') ?? needed(payload, 'CreatedDate');
  return [
    {
      type: 'interaction',
      kind: 'MEETING',
      channel: 'OTHER',
      occurredAt,
      endedAt: notBefore(moment(payload, 'EndDateTime'), occurredAt),
      subject: text(payload, 'Subject'),
      body: text(payload, 'Description'),
      agent: agentOf(payload, lookup),
      ...related(payload),
    },
  ];
}

/**
 * Members who did not respond were only addressed. A contact who responds to a referral programme recommends us; the
 * leads of one are those whom somebody recommended.
 */
export function campaignMember({ payload }: MapInput): CanonicalInput[] {
  if (!flag(payload, 'HasResponded')) return [];
  const refers = text(payload, 'Campaign.Type') === 'Referral Program' && text(payload, 'LeadId') === null;
  return [
    {
      type: 'interaction',
      kind: refers ? 'REFERRAL' : 'CAMPAIGN_RESPONSE',
      direction: 'INBOUND',
      occurredAt: moment(payload, 'FirstRespondedDate') ?? needed(payload, 'CreatedDate'),
      occurredOn: day(payload, 'FirstRespondedDate'),
      subject: text(payload, 'Campaign.Name'),
      touchpoint: text(payload, 'Campaign.Type'),
      customer: ref(payload, 'ContactId', 'Contact') ?? ref(payload, 'LeadId', 'Lead'),
    },
  ];
}

/** What an id may point at is told by its prefix; other targets are not guessed. */
function related(payload: MapInput['payload']) {
  return {
    customer: refTo(payload, 'WhoId', 'Contact', 'Lead'),
    account: refTo(payload, 'WhatId', 'Account') ?? ref(payload, 'AccountId', 'Account'),
    case: refTo(payload, 'WhatId', 'Case'),
  };
}

function positive(seconds: number | null): number | null {
  return seconds !== null && seconds >= 0 ? seconds : null;
}
