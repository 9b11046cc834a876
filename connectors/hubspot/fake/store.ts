// One object type's rows: what is live, what the search index believes, what is in the bin.
import { type FakeRow, type FakeRows, FakeTable } from '../../kit/fake-rows.ts';

interface Copy {
  readonly due: number;
  readonly seq: number;
  readonly id: string;
  /** As written; null removes. */
  readonly row: FakeRow | null;
}

export class TypeStore {
  readonly live: FakeTable;
  readonly index: FakeTable;
  readonly archived = new Map<string, { row: FakeRow; at: number }>();
  /** Merged losers: where each went. */
  readonly aliases = new Map<string, string>();
  private copies: Copy[] = [];
  private readonly copied = new Map<string, number>();
  private seq = 0;

  constructor(rows: FakeRows | undefined) {
    this.live = new FakeTable(rows);
    this.index = new FakeTable(rows);
  }

  /** The index learns of it at `due`. */
  write(id: string, row: FakeRow | null, due: number): void {
    if (row) this.live.put(row);
    else this.live.remove(id);
    this.copies.push({ due, seq: ++this.seq, id, row });
  }

  /** Copies to the index what is due. Copies may overtake each other; an older one never wins. */
  catchUp(now: number): void {
    if (this.copies.length === 0) return;
    const due = this.copies.filter(copy => copy.due <= now);
    if (due.length === 0) return;
    this.copies = this.copies.filter(copy => copy.due > now);
    for (const { seq, id, row } of due.sort((a, b) => a.seq - b.seq)) {
      if ((this.copied.get(id) ?? 0) > seq) continue;
      this.copied.set(id, seq);
      if (row) this.index.put(row);
      else this.index.remove(id);
    }
  }

  /** The id under which a merged record lives on; the id itself when it was not merged. */
  survivor(id: string): string {
    let current = id;
    for (let next = this.aliases.get(current); next !== undefined; next = this.aliases.get(current)) current = next;
    return current;
  }
}
