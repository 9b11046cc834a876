// Pure: deals: won ones are purchases, the others deals.
import type { Lookup, MapInput } from '../../contract.ts';
import { Skip } from '../../errors.ts';
import type { CanonicalInput } from '../../records.ts';
import { currency } from './organization.ts';
import { plainText } from './plain-text.ts';
import { stageOf } from './stage.ts';
import { bool, moment, notBefore, number, propertiesOf, text } from './values.ts';

export function mapDeal(input: MapInput, lookup: Lookup): CanonicalInput[] {
  const p = propertiesOf(input);
  const stage = stageOf(lookup, 'deal', text(p.pipeline), text(p.dealstage));
  // A closed stage of probability 1 is "won", whatever it is called.
  const won = bool(p.hs_is_closed_won) ?? (stage.closed === true && stage.probability === 1);
  const closed = won || (bool(p.hs_is_closed) ?? stage.closed ?? false);
  const createdAt = moment(p.createdate) ?? moment(input.payload.createdAt);
  // Before a deal is closed its close date is a hope.
  const closedAt = closed ? moment(p.closedate) : null;
  const occurredAt = won ? (closedAt ?? createdAt) : createdAt;
  if (occurredAt === null) throw new Skip('deal has no date');
  return [
    {
      type: 'interaction',
      kind: won ? 'PURCHASE' : 'DEAL',
      occurredAt,
      endedAt: won ? null : notBefore(closedAt, occurredAt),
      subject: text(p.dealname),
      body: plainText(p.description),
      status: stage.label,
      amount: number(p.amount),
      currency: currency(text(p.deal_currency_code)),
    },
  ];
}
