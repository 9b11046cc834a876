// Pure: counts and sums the facts of a question, in cells by group and outcome.
import type { Chunk } from './chunk.ts';
import { ExactSums } from './exact.ts';
import { longer, Pairs } from './pairs.ts';
import type { Selection } from './selection.ts';

const SLOTS = 8;
const SCORED = 1;
const SLOT = 2;
const WIDTH = SLOT + SLOTS;

export class Tally {
  /** A group of the selection, and an outcome. */
  readonly cells = new Pairs();
  #capacity = 1024;
  /** Of each cell: its facts, those whose value is their bin in hundredths, and those of each slot. */
  #counts = new Int32Array(1024 * WIDTH);
  readonly sums = new ExactSums();

  add(chunk: Chunk, { count, rows, groups }: Selection): void {
    const { signed, hundredths, amounts } = chunk;
    const outcomes = chunk.column('outcome');
    const subjects = chunk.column('subject');
    const scored = hundredths === 1 ? signed : 0;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      const cell = this.cells.of(groups[i]!, outcomes === null ? 0 : outcomes[row]!);
      if (cell >= this.#capacity) this.#grow();
      const counts = this.#counts;
      const at = cell * WIDTH;
      counts[at]! += signed;
      counts[at + SCORED]! += scored;
      const subject = subjects === null ? 0 : subjects[row]!;
      counts[at + SLOT + ((subject < 0 ? -subject : subject) & (SLOTS - 1))]! += signed;
      if (amounts !== null) this.sums.add(cell, amounts[row]!, signed);
    }
  }

  n(cell: number): number {
    return this.#counts[cell * WIDTH]!;
  }

  scored(cell: number): number {
    return this.#counts[cell * WIDTH + SCORED]!;
  }

  /** A bit for each last digit (base 8) of the subjects in it. */
  slots(cell: number): number {
    const at = cell * WIDTH + SLOT;
    let mask = 0;
    for (let slot = 0; slot < SLOTS; slot++) if (this.#counts[at + slot]! > 0) mask |= 1 << slot;
    return mask;
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#counts = longer(this.#counts, this.#capacity * WIDTH);
  }
}
