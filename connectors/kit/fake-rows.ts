// What a fake holds: generated base rows that are never all in memory, and an overlay of what was changed since.

/** One record of a fake's world, in the vendor's own field names. */
export interface FakeRow {
  readonly id: string;
  readonly createdAt: number;
  /** When the source last changed it, ms. */
  readonly modifiedAt: number;
  readonly fields: Record<string, string | number | boolean | null>;
}

/**
 * Rows made from a seed, by position. `at` may build the row anew each time.
 * Positions ascend by id (shorter ids first, then as text); with `modifiedInOrder`, by modifiedAt too, which spares
 * the fake an index over large worlds.
 */
export interface FakeRows {
  readonly length: number;
  at(position: number): FakeRow;
  positionOf(id: string): number | undefined;
  readonly modifiedInOrder?: boolean;
}

export const NO_ROWS: FakeRows = rowsOf([]);

/** Rows that are in memory anyway. */
export function rowsOf(rows: readonly FakeRow[]): FakeRows {
  const sorted = [...rows].sort((a, b) => compareIds(a.id, b.id));
  const positions = new Map(sorted.map((row, position) => [row.id, position]));
  return { length: sorted.length, at: position => sorted[position]!, positionOf: id => positions.get(id) };
}

/** Ids of digits compare as numbers, ids of one length as text. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

type Order = 'id' | 'modified';
const compare: Record<Order, (a: FakeRow, b: FakeRow) => number> = {
  id: (a, b) => compareIds(a.id, b.id),
  modified: (a, b) => a.modifiedAt - b.modifiedAt || compareIds(a.id, b.id),
};

/** A table with two orders: by id, and by (modifiedAt, id). Writes go to the overlay. */
export class FakeTable {
  private readonly overlay = new Map<string, FakeRow | null>();
  private readonly sorted: Record<Order, FakeRow[]> = { id: [], modified: [] };
  /** Base rows that the overlay hides. */
  private readonly hidden: Record<Order, FakeRow[]> = { id: [], modified: [] };
  private permutation: Uint32Array | null = null;

  constructor(private readonly base: FakeRows = NO_ROWS) {}

  get size(): number {
    return this.base.length - this.hidden.id.length + this.sorted.id.length;
  }

  get(id: string): FakeRow | undefined {
    const changed = this.overlay.get(id);
    if (changed !== undefined) return changed ?? undefined;
    const position = this.base.positionOf(id);
    return position === undefined ? undefined : this.base.at(position);
  }

  put(row: FakeRow): void {
    this.forget(row.id);
    this.overlay.set(row.id, row);
    insert(this.sorted, row);
  }

  remove(id: string): void {
    this.forget(id);
    this.overlay.set(id, null);
  }

  /** Rows in order, from the first that is not before `from`. */
  *scan(order: Order, from?: Pick<FakeRow, 'id' | 'modifiedAt'>): Generator<FakeRow> {
    const key = from as FakeRow | undefined;
    const changed = this.sorted[order];
    let next = key ? lowerBound(changed.length, i => compare[order](changed[i]!, key)) : 0;
    let position = key ? lowerBound(this.base.length, i => compare[order](this.baseAt(order, i), key)) : 0;
    for (; position < this.base.length; position++) {
      const row = this.baseAt(order, position);
      if (this.overlay.has(row.id)) continue;
      while (next < changed.length && compare[order](changed[next]!, row) < 0) yield changed[next++]!;
      yield row;
    }
    while (next < changed.length) yield changed[next++]!;
  }

  /** How many rows stand before the key: counts a range without walking it. */
  rank(order: Order, key: Pick<FakeRow, 'id' | 'modifiedAt'>): number {
    const before = (length: number, at: (i: number) => FakeRow) =>
      lowerBound(length, i => compare[order](at(i), key as FakeRow));
    const changed = this.sorted[order];
    const hidden = this.hidden[order];
    return (
      before(this.base.length, i => this.baseAt(order, i)) +
      before(changed.length, i => changed[i]!) -
      before(hidden.length, i => hidden[i]!)
    );
  }

  private baseAt(order: Order, i: number): FakeRow {
    if (order === 'id' || this.base.modifiedInOrder) return this.base.at(i);
    this.permutation ??= this.byModified();
    return this.base.at(this.permutation[i]!);
  }

  private byModified(): Uint32Array {
    const times = Float64Array.from({ length: this.base.length }, (_, i) => this.base.at(i).modifiedAt);
    // Equal times keep the order of ids, because positions ascend by id.
    return Uint32Array.from(times.keys()).sort((a, b) => times[a]! - times[b]! || a - b);
  }

  private forget(id: string): void {
    const previous = this.overlay.get(id);
    const position = previous === undefined ? this.base.positionOf(id) : undefined;
    if (position !== undefined) insert(this.hidden, this.base.at(position));
    if (!previous) return;
    for (const order of ['id', 'modified'] as const) {
      const list = this.sorted[order];
      list.splice(
        lowerBound(list.length, i => compare[order](list[i]!, previous)),
        1,
      );
    }
  }
}

function insert(lists: Record<Order, FakeRow[]>, row: FakeRow): void {
  for (const order of ['id', 'modified'] as const) {
    const list = lists[order];
    list.splice(
      lowerBound(list.length, i => compare[order](list[i]!, row)),
      0,
      row,
    );
  }
}

/** First index whose item is not below the key; `against(i)` compares item i with the key. */
function lowerBound(length: number, against: (index: number) => number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (against(middle) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
