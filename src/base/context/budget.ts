// How much one request may take away with it, in all its fields together.
import { UserError } from '../errors.ts';

export interface Allowance {
  /** Values that are worked out: points of reports, days of growth. */
  readonly cells: number;
  /** Of what is read as it is stored. */
  readonly bytes: number;
}

export class Budget {
  #cells = 0;
  #bytes = 0;

  constructor(readonly limits: Allowance = { cells: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY }) {}

  /** Before they are worked out, where the number is known. @throws UserError ANSWER_TOO_LARGE */
  spendCells(cells: number): void {
    this.checkCells(cells);
    this.#cells += cells;
  }

  /** Whether there is room for so many, which are spent later. @throws UserError ANSWER_TOO_LARGE */
  checkCells(cells: number): void {
    const limit = this.limits.cells;
    if (this.#cells + cells > limit)
      throw new UserError(
        'ANSWER_TOO_LARGE',
        `This would make ${this.#cells + cells} figures in one answer; at most ${limit} are given. Ask for longer buckets, a shorter period, or fewer groups or segments at a time.`,
        { limit },
      );
  }

  get bytesLeft(): number {
    return this.limits.bytes - this.#bytes;
  }

  /** @throws UserError ANSWER_TOO_LARGE */
  spendBytes(bytes: number): void {
    const limit = this.limits.bytes;
    if (this.#bytes + bytes > limit)
      throw new UserError(
        'ANSWER_TOO_LARGE',
        `The answer would be larger than ${limit / 1_000_000} MB. Ask for fewer fields, or for smaller pages.`,
        { limit },
      );
    this.#bytes += bytes;
  }
}
