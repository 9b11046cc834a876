// Pure: sums of decimals and of their squares that lose nothing, by cell. As `numeric` in PostgreSQL: fifteen digits of a float count.
import { longer } from './pairs.ts';

/** A whole number of tens to the `power`. */
interface Decimal {
  readonly digits: bigint;
  readonly power: number;
}

const NOTHING: Decimal = { digits: 0n, power: 0 };
/** Almost all values are whole numbers of millionths, with fifteen digits at most. */
const UNIT = 1e6;
const UNIT_POWER = -6;
const MOST = 1e15;
/** Whole numbers below 2^53 are exact: two below 2^52 can be added. */
const CARRY = 2 ** 52;
/** So that the products of two halves are below 2^52. */
const HALF = 2 ** 26;

/** Whole numbers beyond 2^53 by cell, as a low part and how often it was carried. */
class WideSums {
  #low = new Float64Array(64);
  #carried = new Float64Array(64);

  /** `value` is whole and below 2^52. */
  add(cell: number, value: number): void {
    if (cell >= this.#low.length) {
      this.#low = longer(this.#low, 2 * cell);
      this.#carried = longer(this.#carried, 2 * cell);
    }
    const sum = this.#low[cell]! + value;
    const carry = Math.trunc(sum / CARRY);
    this.#low[cell] = sum - carry * CARRY;
    if (carry !== 0) this.#carried[cell]! += carry;
  }

  of(cell: number): bigint {
    return BigInt(this.#carried[cell] ?? 0) * BigInt(CARRY) + BigInt(this.#low[cell] ?? 0);
  }
}

export class ExactSums {
  readonly #sums = new WideSums();
  readonly #high = new WideSums();
  readonly #middle = new WideSums();
  readonly #low = new WideSums();
  /** Of values that are no such number. */
  readonly #odd = new Map<number, { sum: Decimal; squares: Decimal }>();

  add(cell: number, value: number, signed: number): void {
    const units = Math.round(value * UNIT);
    if (!(units < MOST && units > -MOST && units / UNIT === value)) {
      this.#addOdd(cell, value, signed);
      return;
    }
    this.#sums.add(cell, signed * units);
    const size = Math.abs(units);
    const high = Math.floor(size / HALF);
    const low = size - high * HALF;
    if (high !== 0) {
      this.#high.add(cell, signed * high * high);
      this.#middle.add(cell, signed * high * low);
    }
    this.#low.add(cell, signed * low * low);
  }

  sum(cell: number): Decimal {
    return plus({ digits: this.#sums.of(cell), power: UNIT_POWER }, this.#odd.get(cell)?.sum ?? NOTHING);
  }

  squares(cell: number): Decimal {
    const half = BigInt(HALF);
    const digits = this.#high.of(cell) * half * half + 2n * this.#middle.of(cell) * half + this.#low.of(cell);
    return plus({ digits, power: 2 * UNIT_POWER }, this.#odd.get(cell)?.squares ?? NOTHING);
  }

  #addOdd(cell: number, value: number, signed: number): void {
    const { sum, squares } = this.#odd.get(cell) ?? { sum: NOTHING, squares: NOTHING };
    const { digits, power } = decimal(value);
    const sign = BigInt(signed);
    this.#odd.set(cell, {
      sum: plus(sum, { digits: sign * digits, power }),
      squares: plus(squares, { digits: sign * digits * digits, power: 2 * power }),
    });
  }
}

export function plus(a: Decimal, b: Decimal): Decimal {
  if (a.digits === 0n) return b;
  if (b.digits === 0n) return a;
  const power = Math.min(a.power, b.power);
  const brought = ({ digits, power: own }: Decimal) => (own === power ? digits : digits * 10n ** BigInt(own - power));
  return { digits: brought(a) + brought(b), power };
}

/** The nearest float. */
export const toNumber = ({ digits, power }: Decimal): number => Number(`${digits}e${power}`);

function decimal(value: number): Decimal {
  const [digits = '0', exponent = '0'] = value.toExponential(14).replace('.', '').split('e');
  return { digits: BigInt(digits), power: Number(exponent) - 14 };
}

/** So many whole hundredths to the given power. */
export const ofHundredths = (digits: bigint, times: number): Decimal => ({ digits, power: -2 * times });
export type { Decimal };
