// Items that applications record for a customer: who is meant, what is wrong with them, then the common path.
import type { JsonObject } from '../../connectors/contract.ts';
import type { CanonicalInput, Ref } from '../../connectors/records.ts';
import type { Context } from '../context.ts';
import { requestRefresh } from '../refresh/request.ts';
import { checkSize, type RecordError, type RecordItem, type RecordResult, recordItems } from '../sync/record.ts';
import { type CustomerBy, namePersons } from './find.ts';

export interface RecordInput {
  readonly id: string;
  readonly customer?: CustomerBy | null;
}

export interface RecordKind<T> {
  /** Name of the argument, for errors. */
  readonly field: string;
  /** Object of the source records. */
  readonly object: string;
  /** Null when it can be taken. */
  problemOf(input: T): string | null;
  toRecord(input: T, customer: Ref | null): CanonicalInput;
}

/** Idempotent by `id`. What cannot be taken is listed with its reason; the rest is taken. */
export async function recordForCustomers<T extends RecordInput>(
  ctx: Context,
  inputs: readonly T[],
  kind: RecordKind<T>,
): Promise<RecordResult> {
  checkSize(kind.field, inputs);
  const withCustomer = inputs.filter(input => input.customer != null);
  const names = await namePersons(
    ctx,
    withCustomer.map(input => input.customer!),
  );
  const named = new Map(withCustomer.map((input, i) => [input, names[i]!]));
  const rejected: RecordError[] = [];
  const items: (RecordItem & { index: number })[] = [];
  const people: RecordItem[] = [];
  for (const [index, input] of inputs.entries()) {
    const problem =
      input.id.trim() === '' ? 'id must not be empty: it is what makes sending again harmless.' : kind.problemOf(input);
    const name = named.get(input) ?? { ref: null };
    if (problem !== null || 'error' in name) {
      rejected.push({ index, id: input.id, message: problem ?? ('error' in name ? name.error : '') });
      continue;
    }
    if ('item' in name && name.item) people.push(name.item);
    const payload = JSON.parse(JSON.stringify(input)) as JsonObject;
    items.push({ index, object: kind.object, id: input.id, payload, records: [kind.toRecord(input, name.ref)] });
  }
  const result = await recordItems(ctx, items, people);
  if (result.accepted > 0) await requestRefresh(ctx);
  return { ...result, rejected: [...rejected, ...result.rejected].sort((a, b) => a.index - b.index) };
}
