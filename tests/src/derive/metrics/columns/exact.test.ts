// Sums that lose nothing, beside sums of whole numbers without end; and numbers of pairs, beside a plain map.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ExactSums, toNumber } from '../../../../../src/derive/metrics/columns/exact.ts';
import { IdLists, IdSet } from '../../../../../src/derive/metrics/columns/ids.ts';
import { Pairs } from '../../../../../src/derive/metrics/columns/pairs.ts';

const DIGITS = 60;

/** Fifteen digits of it, in units of 10^-60. */
function plain(value: number): bigint {
  const [digits = '0', exponent = '0'] = value.toExponential(14).replace('.', '').split('e');
  return BigInt(digits) * 10n ** BigInt(DIGITS + Number(exponent) - 14);
}

const value = fc.oneof(
  fc.constantFrom(
    0,
    0.01,
    19.99,
    -12.5,
    1e12,
    -1e12,
    1 / 3,
    999_999_999.999999,
    123_456_789_012.345,
    1e-12,
    67_108_864,
  ),
  fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }).map(whole => whole / 1e6),
  fc.integer({ min: 0, max: 100_000_000 }).map(cents => cents / 100),
  fc.double({ min: 1e-10, max: 1e12, noNaN: true }),
);

it('sums and squares are exact, however many there are and whatever is taken away', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(value, fc.nat(150), fc.integer({ min: 1, max: 3000 })), { maxLength: 30 }), added => {
      const sums = new ExactSums();
      const expected = new Map<number, [bigint, bigint]>();
      const count = (amount: number, cell: number, signed: number, times: number) => {
        for (let i = 0; i < times; i++) sums.add(cell, amount, signed);
        const [sum, squares] = expected.get(cell) ?? [0n, 0n];
        const [one, many] = [plain(amount), BigInt(signed * times)];
        expected.set(cell, [sum + many * one, squares + many * one * one]);
      };
      for (const [amount, cell, times] of added) count(amount, cell, 1, times);
      for (const [amount, cell, times] of added.slice(10)) count(amount, cell, -1, Math.ceil(times / 2));
      for (const [cell, [sum, squares]] of expected) {
        expect(toNumber(sums.sum(cell))).toBe(Number(`${sum}e-${DIGITS}`));
        expect(toNumber(sums.squares(cell))).toBe(Number(`${squares}e-${2 * DIGITS}`));
      }
      expect(toNumber(sums.sum(1000))).toBe(0);
    }),
    { numRuns: 60, seed: 20261201 },
  );
});

it('pairs have numbers in the order in which they come', () => {
  const number = fc.oneof(fc.integer({ min: -3, max: 300 }), fc.integer());
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number), { maxLength: 6000, size: 'max' }), list => {
      const pairs = new Pairs();
      const plain = new Map<string, number>();
      for (const [first, second] of list) {
        const key = `${first} ${second}`;
        const id = plain.get(key) ?? plain.size;
        plain.set(key, id);
        expect(pairs.of(first, second)).toBe(id);
        expect([pairs.first(id), pairs.second(id)]).toEqual([first, second]);
      }
      for (const [key, id] of plain) expect(pairs.find(...(key.split(' ').map(Number) as [number, number]))).toBe(id);
      expect([pairs.size, pairs.find(-99, -99)]).toEqual([plain.size, -1]);
    }),
    { numRuns: 20, seed: 20261201 },
  );
});

it('sets and lists know their ids and no others', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 5000 }), { maxLength: 50 });
  fc.assert(
    fc.property(fc.array(ids, { maxLength: 5 }), lists => {
      const [set, listed] = [
        new IdSet(Int32Array.from(lists.flat())),
        new IdLists(lists.map(list => ({ ids: Int32Array.from(list) }))),
      ];
      for (const id of [-7, 0, 1, 5001, 2 ** 30, ...lists.flat()]) {
        expect(set.has(id)).toBe(lists.some(list => list.includes(id)));
        const places = [];
        for (let i = listed.start(id); i < listed.end(id); i++) places.push(listed.place(i));
        expect(places).toEqual(lists.flatMap((list, place) => (list.includes(id) ? [place] : [])));
      }
    }),
    { numRuns: 50, seed: 20261201 },
  );
});
