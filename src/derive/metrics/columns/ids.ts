// Pure: which ids are in a set, and which values an id has, to be asked fact by fact.
import { Pairs } from './pairs.ts';

/** Ids beyond are in no set: it holds a bit for each up to the greatest. */
export const MOST_ID = 2 ** 28;
/** Of all sets and lists together that one question asks for. */
export const MOST_IDS = 20_000_000;
/** Different ones in the lists of one dimension. */
export const MOST_LISTED = 5_000_000;

export class IdSet {
  readonly #bits: Uint8Array;

  constructor(ids: Int32Array) {
    this.#bits = new Uint8Array((greatest(ids) >>> 3) + 1);
    for (const id of ids) this.#bits[id >>> 3]! |= 1 << (id & 7);
  }

  has(id: number): boolean {
    return id >= 0 && (this.#bits[id >>> 3]! & (1 << (id & 7))) !== 0;
  }
}

/** The ids of one value. */
export interface IdList {
  readonly ids: Int32Array;
  /** Of each: it has the value from this moment on, and no more from that one; in milliseconds. */
  readonly since?: Float64Array;
  readonly until?: Float64Array;
}

/** The places of values in a list, by id. An id may have several. */
export class IdLists {
  /** The ids, numbered. */
  readonly #ids = new Pairs();
  /** Of the id with the number i: from the ith to the next. */
  readonly #starts: Int32Array;
  readonly #places: Int32Array;
  readonly #since: Float64Array;
  readonly #until: Float64Array;

  constructor(lists: readonly IdList[]) {
    for (const { ids } of lists) for (const id of ids) this.#ids.of(id, 0);
    this.#starts = new Int32Array(this.#ids.size + 1);
    for (const { ids } of lists) for (const id of ids) this.#starts[this.#ids.of(id, 0) + 1]! += 1;
    for (let i = 1; i < this.#starts.length; i++) this.#starts[i]! += this.#starts[i - 1]!;
    const size = this.#starts.at(-1)!;
    this.#places = new Int32Array(size);
    const areTimed = lists.some(({ since }) => since);
    this.#since = new Float64Array(areTimed ? size : 0);
    this.#until = new Float64Array(areTimed ? size : 0);
    const next = this.#starts.slice();
    for (const [place, { ids, since, until }] of lists.entries())
      for (const [i, id] of ids.entries()) {
        const at = next[this.#ids.of(id, 0)]!++;
        this.#places[at] = place;
        if (!since || !until) continue;
        this.#since[at] = since[i]!;
        this.#until[at] = until[i]!;
      }
  }

  get size(): number {
    return this.#ids.size;
  }

  /** Where the places of an id begin, and where they end. */
  start(id: number): number {
    const number = this.#ids.find(id, 0);
    return number === -1 ? 0 : this.#starts[number]!;
  }

  end(id: number): number {
    const number = this.#ids.find(id, 0);
    return number === -1 ? 0 : this.#starts[number + 1]!;
  }

  /** Of lists whose ids have their values for a time. */
  isDuring(index: number, moment: number): boolean {
    return this.#since[index]! <= moment && moment < this.#until[index]!;
  }

  place(index: number): number {
    return this.#places[index]!;
  }
}

function greatest(ids: Int32Array): number {
  let most = 0;
  for (const id of ids) if (id > most) most = id;
  return most;
}
