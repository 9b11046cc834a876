// How a change of a segment's members is read, for those who follow it.
import type { Context, LiveContext } from '../../base/context/context.ts';
import { followSegment, type MembershipChange } from '../../derive/segments/follow.ts';
import { customerType } from './customer.read.ts';
import type { GraphType } from './model.ts';
import { column, id, leaf, one, time } from './model.ts';
import { readOne } from './read.ts';
import { segmentType } from './segment.read.ts';
import type { Selected } from './selection.ts';

export const segmentChangeType: GraphType = {
  name: 'SegmentChange',
  table: 'segment_change',
  // A segment that was deleted has nobody to tell of.
  visible: row => `exists (select from segment s where s.id = ${row}.segment_id)`,
  fields: {
    customer: one(
      () => customerType,
      (row, customer) => `${customer}.id = ${row}.customer_id`,
    ),
    customerId: id('customer', 'customer_id'),
    segment: one(
      () => segmentType,
      (row, segment) => `${segment}.id = ${row}.segment_id`,
    ),
    change: leaf(row => `case when ${row}.entered then 'ENTERED' else 'LEFT' end`),
    cause: column('cause'),
    at: time('at'),
  },
};

/** Each change from now on, once, in order, with what was selected. @throws UserError NOT_FOUND */
export async function followChanges(
  ctx: LiveContext,
  key: string,
  selected: Selected,
): Promise<AsyncIterableIterator<object>> {
  const changes = await followSegment(ctx, key);
  const end = async (): Promise<IteratorResult<object>> => {
    await changes.return?.();
    return { value: undefined, done: true };
  };
  const read = async (): Promise<IteratorResult<object>> => {
    for (;;) {
      const { value, done } = await changes.next();
      if (done) return { value: undefined, done: true };
      // A context of its own for every reading, because one context may only ask for so much.
      const change = await readChange({ ...ctx }, value, selected);
      if (change) return { value: change, done: false };
    }
  };
  // No generator: one that waits would not hear that nobody listens any more.
  const iterator: AsyncIterableIterator<object> = {
    [Symbol.asyncIterator]: () => iterator,
    next: () =>
      read().catch(async error => {
        await end();
        throw error;
      }),
    return: end,
  };
  return iterator;
}

function readChange(ctx: Context, change: MembershipChange, selected: Selected): Promise<object | null> {
  return readOne(
    ctx,
    () => segmentChangeType,
    selected,
    (row, s) =>
      [
        `${row}.segment_id = ${s.bind(change.segmentId, 'bigint')}`,
        `${row}.at = ${s.bind(change.at, 'timestamptz')}`,
        `${row}.customer_id = ${s.bind(change.customerId, 'bigint')}`,
        `${row}.entered = ${s.bind(change.entered, 'boolean')}`,
      ].join(' and '),
  );
}
