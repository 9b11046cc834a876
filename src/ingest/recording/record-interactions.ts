// Interactions that applications record themselves.
import type { Of } from '../../../connectors/records.ts';
import type { Context } from '../../base/context/context.ts';
import { badInput, type UserError } from '../../base/errors.ts';
import type { CustomerBy } from './find-customer.ts';
import type { RecordResult } from './record.ts';
import { type RecordKind, recordForCustomers } from './record-items.ts';

export interface RecordInteractionInput {
  readonly id: string;
  readonly customer: CustomerBy;
  readonly kind: Of<'interaction'>['kind'];
  readonly channel?: Of<'interaction'>['channel'] | null;
  readonly touchpoint?: string | null;
  readonly direction?: Of<'interaction'>['direction'];
  readonly occurredAt: Date;
  readonly endedAt?: Date | null;
  readonly subject?: string | null;
  readonly body?: string | null;
  /** In major units of `currency`, which it then needs. */
  readonly amount?: number | null;
  /** ISO 4217. */
  readonly currency?: string | null;
}

/** Idempotent by `id`. What cannot be taken is listed with its reason; the rest is taken. */
export function recordInteractions(ctx: Context, inputs: readonly RecordInteractionInput[]): Promise<RecordResult> {
  return recordForCustomers(ctx, inputs, 'interactions', () => INTERACTIONS);
}

const INTERACTIONS: RecordKind<RecordInteractionInput> = {
  object: 'interaction',
  faultOf,
  toRecord: ({ id: _id, customer: _customer, ...input }, customer) => ({
    type: 'interaction',
    ...input,
    channel: input.channel ?? 'OTHER',
    occurredAt: input.occurredAt.toISOString(),
    endedAt: input.endedAt?.toISOString(),
    customer,
  }),
};

function faultOf(input: RecordInteractionInput): UserError | null {
  if (input.endedAt && input.endedAt < input.occurredAt) return badInput('endedAt', 'endedAt is before occurredAt.');
  if (input.amount != null && !input.currency)
    return badInput('currency', 'An amount needs its currency, such as EUR.');
  return null;
}
