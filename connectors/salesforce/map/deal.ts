// Pure: opportunities: purchases once they are won, deals before and otherwise.
import type { MapInput } from '../../contract.ts';
import type { CanonicalInput } from '../../records.ts';
import { needed, notBefore } from './case.ts';
import { day, flag, moment, number, ref, text } from './fields.ts';

export function opportunity({ payload }: MapInput): CanonicalInput[] {
  const createdAt = needed(payload, 'CreatedDate');
  const closedAt = moment(payload, 'CloseDate');
  const won = flag(payload, 'IsWon');
  return [
    {
      type: 'interaction',
      kind: won ? 'PURCHASE' : 'DEAL',
      // CloseDate of an open deal is a hope, not an event.
      occurredAt: won ? (closedAt ?? createdAt) : createdAt,
      occurredOn: won ? day(payload, 'CloseDate') : null,
      endedAt: !won && flag(payload, 'IsClosed') ? notBefore(closedAt, createdAt) : null,
      subject: text(payload, 'Name'),
      body: text(payload, 'Description'),
      customer: ref(payload, 'ContactId', 'Contact'),
      account: ref(payload, 'AccountId', 'Account'),
      amount: number(payload, 'Amount'),
      currency: text(payload, 'CurrencyIsoCode'),
    },
  ];
}
