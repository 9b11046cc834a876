// Pure: the facts of a chunk that pass the filters, with the number of the group each is in.
import type { Chunk, ColumnPlan, Step } from './chunk.ts';
import type { Cut } from './cut.ts';
import type { IdLists } from './ids.ts';
import { longer, Pairs } from './pairs.ts';

/** Filled anew for each chunk; groups keep their numbers. */
export class Selection {
  count = 0;
  /** Places in the chunk. */
  rows = new Int32Array(4096);
  /** Numbers in the last of the chain. */
  groups = new Int32Array(4096);
  /** Kind and segment, then a dimension more in each. */
  readonly chain: readonly Pairs[];
  #rowsBefore = new Int32Array(4096);
  #groupsBefore = new Int32Array(4096);

  constructor(
    private readonly cut: Cut,
    private readonly plan: ColumnPlan,
  ) {
    this.chain = Array.from({ length: 1 + plan.steps.length }, () => new Pairs());
  }

  /** Kind, segment and the number of each dimension's value. */
  describe(group: number): { kind: number; segment: number; values: number[] } {
    const values: number[] = [];
    let id = group;
    for (const pairs of this.chain.slice(1).reverse()) {
      values.unshift(pairs.second(id));
      id = pairs.first(id);
    }
    return { kind: this.chain[0]!.first(id), segment: this.chain[0]!.second(id), values };
  }

  take(chunk: Chunk): void {
    this.#begin(chunk);
    for (const { column, ids, during } of this.plan.filters) {
      const values = chunk.column(column);
      let kept = 0;
      for (let i = 0; i < this.count; i++) {
        const row = this.rows[i]!;
        const id = values === null ? 0 : values[row]!;
        if (!(ids?.has(id) ?? isDuring(during!, id, chunk.at![row]!))) continue;
        this.rows[kept] = row;
        this.groups[kept++] = this.groups[i]!;
      }
      this.count = kept;
    }
    for (const [i, step] of this.plan.steps.entries()) {
      const pairs = this.chain[i + 1]!;
      const values = chunk.column(step.column);
      if (step.lists) this.#spread(pairs, values, step.lists, step, chunk.at);
      else
        for (let k = 0; k < this.count; k++)
          this.groups[k] = pairs.of(this.groups[k]!, values === null ? 0 : values[this.rows[k]!]!);
    }
  }

  /** All that lie in a span. */
  #begin({ kind, facts, segment, at }: Chunk): void {
    this.#reserve(facts);
    const { spans, bounds } = this.cut;
    const pairs = this.chain[0]!;
    this.count = 0;
    if (segment !== null) {
      if (spans[segment]!.length === 0) return;
      this.groups.fill(pairs.of(kind, segment), 0, facts);
      for (let row = 0; row < facts; row++) this.rows[row] = row;
      this.count = facts;
      return;
    }
    let found = 0;
    for (let row = 0; row < facts; row++) {
      const moment = at![row]!;
      // Mostly it is where the one before was.
      if (found === 0 || moment < bounds[found - 1]! || (found < bounds.length && moment >= bounds[found]!))
        found = bucket(bounds, moment);
      if (spans[found]!.length === 0) continue;
      this.rows[this.count] = row;
      this.groups[this.count++] = pairs.of(kind, found);
    }
  }

  /** Once for each value of its id. */
  #spread(pairs: Pairs, values: Int32Array | null, lists: IdLists, step: Step, at: Chunk['at']): void {
    [this.rows, this.#rowsBefore] = [this.#rowsBefore, this.rows];
    [this.groups, this.#groupsBefore] = [this.#groupsBefore, this.groups];
    const before = this.count;
    this.count = 0;
    for (let i = 0; i < before; i++) {
      const row = this.#rowsBefore[i]!;
      const group = this.#groupsBefore[i]!;
      const id = values === null ? 0 : values[row]!;
      const [start, end] = [lists.start(id), lists.end(id)];
      this.#reserve(this.count + end - start + 1);
      if (start === end && !step.overlaps) this.#push(row, pairs.of(group, -1));
      for (let k = start; k < end; k++)
        if (!step.isTimed || lists.isDuring(k, at![row]!)) this.#push(row, pairs.of(group, lists.place(k)));
    }
  }

  #push(row: number, group: number): void {
    this.rows[this.count] = row;
    this.groups[this.count++] = group;
  }

  #reserve(count: number): void {
    if (count <= this.rows.length) return;
    this.rows = longer(this.rows, 2 * count);
    this.groups = longer(this.groups, 2 * count);
  }
}

function isDuring(lists: IdLists, id: number, moment: number): boolean {
  const end = lists.end(id);
  for (let k = lists.start(id); k < end; k++) if (lists.isDuring(k, moment)) return true;
  return false;
}

/** As width_bucket: how many bounds are at or before the moment. */
function bucket(bounds: readonly number[], moment: number): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bounds[middle]! <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}
