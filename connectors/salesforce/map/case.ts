// Pure: cases and what was said on them.
import type { Lookup, MapInput } from '../../contract.ts';
import { Skip } from '../../errors.ts';
import type { CanonicalInput } from '../../records.ts';
import { agentOf } from './agent.ts';
import { channelOf } from './channel.ts';
import { flag, moment, ref, refTo, text } from './fields.ts';
import { reopeningsOf } from './reopenings.ts';

export function supportCase({ payload }: MapInput, lookup: Lookup): CanonicalInput[] {
  const occurredAt = needed(payload, 'CreatedDate');
  const isClosed = flag(payload, 'IsClosed');
  const { reopenCount, reopenedAt, firstResolvedAt } = reopeningsOf(payload);
  return [
    {
      type: 'interaction',
      kind: 'SUPPORT_CASE',
      channel: channelOf(text(payload, 'Origin')),
      touchpoint: text(payload, 'Type'),
      direction: 'INBOUND',
      occurredAt,
      subject: text(payload, 'Subject'),
      body: text(payload, 'Description'),
      customer: ref(payload, 'ContactId', 'Contact'),
      account: ref(payload, 'AccountId', 'Account'),
      status: text(payload, 'Status'),
      priority: text(payload, 'Priority'),
      agent: agentOf(payload, lookup),
      resolvedAt: isClosed ? notBefore(moment(payload, 'ClosedDate'), occurredAt) : null,
      reopenCount,
      reopenedAt: notBefore(reopenedAt, occurredAt),
      firstResolvedAt: notBefore(firstResolvedAt, occurredAt),
    },
  ];
}

/** A comment of an employee is an answer when it is public, a note to colleagues when not. */
export function caseComment({ payload }: MapInput, lookup: Lookup): CanonicalInput[] {
  const author = text(payload, 'CreatedById');
  const user = author ? lookup('User', author) : undefined;
  const isCustomer = user !== undefined && text(user, 'ContactId') !== null;
  const isPublic = flag(payload, 'IsPublished');
  return [
    {
      type: 'interaction',
      kind: 'OTHER',
      channel: 'WEB',
      direction: isCustomer ? 'INBOUND' : isPublic ? 'OUTBOUND' : 'INTERNAL',
      occurredAt: needed(payload, 'CreatedDate'),
      body: text(payload, 'CommentBody'),
      customer: user ? ref(user, 'ContactId', 'Contact') : null,
      case: ref(payload, 'ParentId', 'Case'),
    },
  ];
}

/** Drafts were never sent and give nothing. */
export function emailMessage({ payload }: MapInput): CanonicalInput[] {
  const DRAFT = '5';
  if (text(payload, 'Status') === DRAFT) return [];
  return [
    {
      type: 'interaction',
      kind: 'EMAIL',
      channel: 'EMAIL',
      direction: flag(payload, 'Incoming') ? 'INBOUND' : 'OUTBOUND',
      occurredAt: moment(payload, 'MessageDate') ?? needed(payload, 'CreatedDate'),
      subject: text(payload, 'Subject'),
      body: text(payload, 'TextBody'),
      account: refTo(payload, 'RelatedToId', 'Account'),
      case: refTo(payload, 'ParentId', 'Case') ?? refTo(payload, 'RelatedToId', 'Case'),
    },
  ];
}

export function needed(payload: MapInput['payload'], name: string): string {
  const at = moment(payload, name);
  if (at === null) throw new Skip(`${name} is not a date`);
  return at;
}

/** Imported cases may be closed before they were created. */
export function notBefore(at: string | null, earliest: string): string | null {
  return at !== null && at < earliest ? earliest : at;
}
