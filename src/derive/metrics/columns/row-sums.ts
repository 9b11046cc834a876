// Pure: puts the cells of a tally together into rows: one for each group, span, kind, unit and bin.
import type { SumRow } from '../counts.ts';
import type { FactKind } from '../kinds.ts';
import { type Decimal, ofHundredths, plus, toNumber } from './exact.ts';
import type { Tally } from './tally.ts';

/** What a row is of; those of different signs are one row. */
interface Of {
  readonly group: readonly string[];
  readonly span: number;
  readonly kind: FactKind;
  readonly unit: string;
  readonly bin: number;
  readonly sign: number;
}

interface Sums {
  readonly of: Of;
  n: number;
  positive: number;
  negative: number;
  slots: number;
  sum: Decimal;
  squares: Decimal;
}

const NONE: Decimal = { digits: 0n, power: 0 };

export class RowSums {
  readonly #rows = new Map<string, Sums>();

  constructor(private readonly tally: Tally) {}

  add(cell: number, of: Of): void {
    const key = `${of.span} ${of.kind} ${of.bin} ${of.unit}\u0000${of.group.join('\u0000')}`;
    const row = this.#rows.get(key) ?? { of, n: 0, positive: 0, negative: 0, slots: 0, sum: NONE, squares: NONE };
    this.#rows.set(key, row);
    const n = this.tally.n(cell);
    row.n += n;
    if (of.sign === 1) row.positive += n;
    if (of.sign === -1) row.negative += n;
    row.slots |= this.tally.slots(cell);
    const scored = this.tally.scored(cell);
    if (scored !== 0 && of.bin !== 0) {
      const sum = BigInt(scored) * BigInt(of.bin);
      row.sum = plus(row.sum, ofHundredths(sum, 1));
      row.squares = plus(row.squares, ofHundredths(sum * BigInt(of.bin), 2));
    }
    if (scored !== n) {
      row.sum = plus(row.sum, this.tally.sums.sum(cell));
      row.squares = plus(row.squares, this.tally.sums.squares(cell));
    }
  }

  rows(): SumRow[] {
    return [...this.#rows.values()]
      .filter(({ n }) => n > 0)
      .map(({ of: { group, span, kind, unit, bin }, n, positive, negative, slots, sum, squares }) => ({
        ...{ group, span, kind, unit, bin, n, positive, negative, slots },
        sum: toNumber(sum),
        squares: toNumber(squares),
      }));
  }
}
