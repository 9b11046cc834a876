// Items that applications record for a customer: who is meant, what is wrong with them, then the common path.
import type { JsonObject } from '../../../connectors/contract.ts';
import { type CanonicalInput, CanonicalRecord, type Ref } from '../../../connectors/records.ts';
import type { Context } from '../../base/context/context.ts';
import { type UserError, within } from '../../base/errors.ts';
import { requestRefresh } from '../marks/request.ts';
import { type CustomerBy, type Named, namePersons } from './find-customer.ts';
import { faultOfIssues, faultOfItem, recordError, twice } from './item-fault.ts';
import { checkSize, type IndexedItem, joined, type RecordError, type RecordResult, recordItems } from './record.ts';

export interface RecordInput {
  readonly id: string;
  readonly customer?: CustomerBy | null;
}

export interface RecordKind<T> {
  /** Object of the source records. */
  readonly object: string;
  /** Null when it can be taken. Asked for inputs whose every value can be stored. */
  faultOf(input: T): UserError | null;
  /** Its members have the names of the input's. */
  toRecord(input: T, customer: Ref | null): CanonicalInput;
}

/**
 * Idempotent by `id`. What cannot be taken is listed with its reason; the rest is taken. `ask` is given the inputs whose
 * every value can be stored, and may look up what is needed to tell what is wrong with them.
 */
export async function recordForCustomers<T extends RecordInput>(
  ctx: Context,
  inputs: readonly T[],
  field: string,
  ask: (inputs: readonly T[]) => RecordKind<T> | Promise<RecordKind<T>>,
): Promise<RecordResult> {
  checkSize(field, inputs);
  const faults = inputs.map(faultOfItem);
  const clean = inputs.filter((_, index) => faults[index] === null);
  const kind = await ask(clean);
  const named = await namesOf(ctx, clean);
  const rejected: RecordError[] = [];
  const items = new Map<string, IndexedItem & { readonly content: string }>();
  let same = 0;
  for (const [index, input] of inputs.entries()) {
    const taken = faults[index] ?? kind.faultOf(input) ?? toItem(kind, input, named.get(input), index);
    if (taken instanceof Error) {
      rejected.push(recordError(index, input.id, taken));
      continue;
    }
    const earlier = items.get(input.id);
    if (earlier?.content === taken.content) same += 1;
    else if (earlier) rejected.push(recordError(earlier.index, input.id, twice()));
    items.set(input.id, taken);
  }
  const result = await recordItems(ctx, [...items.values()]);
  if (result.accepted > 0) await requestRefresh(ctx);
  return joined({ accepted: 0, unchanged: same, rejected }, result);
}

async function namesOf<T extends RecordInput>(ctx: Context, inputs: readonly T[]): Promise<Map<T, Named>> {
  const withCustomer = inputs.filter(input => input.customer != null);
  const names = await namePersons(
    ctx,
    withCustomer.map(input => input.customer!),
  );
  return new Map(withCustomer.map((input, i) => [input, names[i]!]));
}

function toItem<T extends RecordInput>(
  kind: RecordKind<T>,
  input: T,
  name: Named | undefined,
  index: number,
): (IndexedItem & { readonly content: string }) | UserError {
  if (name && 'fault' in name) return within('customer', name.fault);
  const record = CanonicalRecord.safeParse(kind.toRecord(input, name?.ref ?? null));
  if (!record.success) return faultOfIssues(record.error.issues);
  const content = JSON.stringify(input);
  return {
    index,
    object: kind.object,
    id: input.id,
    payload: JSON.parse(content) as JsonObject,
    records: [record.data],
    content,
    ...(name?.item && { needs: name.item }),
  };
}
