// Interactions that applications record themselves.
import type { Of } from '../../connectors/records.ts';
import type { Context } from '../context.ts';
import type { CustomerBy } from '../customers/find.ts';
import { recordForCustomers } from '../customers/record.ts';
import type { RecordResult } from '../sync/record.ts';

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
  return recordForCustomers(ctx, inputs, {
    field: 'interactions',
    object: 'interaction',
    problemOf,
    toRecord: ({ id: _id, customer: _customer, ...input }, customer) => ({
      type: 'interaction',
      ...input,
      channel: input.channel ?? 'OTHER',
      occurredAt: input.occurredAt.toISOString(),
      endedAt: input.endedAt?.toISOString(),
      currency: input.currency?.toUpperCase(),
      customer,
    }),
  });
}

function problemOf(input: RecordInteractionInput): string | null {
  if (input.endedAt && input.endedAt < input.occurredAt) return 'endedAt is before occurredAt.';
  if (input.amount != null && !input.currency) return 'An amount needs its currency, such as EUR.';
  if (input.currency != null && !/^[A-Za-z]{3}$/.test(input.currency))
    return `"${input.currency}" is not an ISO 4217 currency, such as EUR.`;
  return null;
}
