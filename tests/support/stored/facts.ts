// Facts and rollups as they are stored, and the two plain sums they must equal.
import type { Sql } from '../../../src/base/database/sql.ts';
import { LOG_BIN_BASE, ZERO_BIN } from '../../../src/derive/metrics/kinds.ts';
import type { PlainFact } from '../recount-facts.ts';

export interface StoredFact extends PlainFact {
  readonly bin: number;
}

export async function storedFacts(sql: Sql): Promise<StoredFact[]> {
  const rows = await sql.query<Omit<StoredFact, 'at'> & { at: Date }>(
    `select source_id as source, item, kind, subject, at, value, sign, bin, unit, channel, touchpoint, survey_id as survey,
       connection_id as connection, country, lifecycle_stage as stage, language, account_id as account, case_id as case, survey_channel as "surveyChannel", agent
     from metric_fact`,
  );
  return rows.map(row => ({ ...row, at: row.at.getTime() }));
}

/** The facts in one order, each with a bin that fits told as such and any other as it is. */
export function comparable(facts: readonly PlainFact[]): PlainFact[] {
  return facts
    .map(fact => ({ ...fact }))
    .sort((a, b) => a.source - b.source || a.item - b.item || (a.kind < b.kind ? -1 : 1));
}

/** Puts the name of the rule in the place of every bin of `stored` that keeps it, as `plain` asks. */
export function withRules(stored: readonly StoredFact[], plain: readonly PlainFact[]): PlainFact[] {
  const asked = new Map(plain.map(fact => [`${fact.source} ${fact.item} ${fact.kind}`, fact.bin]));
  return stored.map(fact => {
    const rule = asked.get(`${fact.source} ${fact.item} ${fact.kind}`);
    const fits =
      (rule === 'hundredths' && isHundredth(fact.bin, fact.value)) ||
      (rule === 'logarithm' && isWithinOnePercent(fact.bin, fact.value));
    return fits ? { ...fact, bin: rule as PlainFact['bin'] } : fact;
  });
}

const MOST = 2 ** 31 - 1;
const isHundredth = (bin: number, value: number): boolean =>
  Math.abs(bin - Math.max(-MOST, Math.min(MOST, value * 100))) <= 0.5 + 1e-9;

function isWithinOnePercent(bin: number, value: number): boolean {
  if (value <= 0) return bin === ZERO_BIN;
  const middle = (2 * LOG_BIN_BASE ** bin) / (LOG_BIN_BASE + 1);
  return Math.abs(middle - value) <= value * (0.01 + 1e-9);
}

const HOUR = 3_600_000;
const SETS: readonly { set: number; hours: boolean; keys: (fact: StoredFact) => unknown[] }[] = [
  { set: 0, hours: true, keys: () => [] },
  { set: 1, hours: true, keys: fact => [fact.channel] },
  { set: 2, hours: false, keys: fact => [fact.survey, fact.channel, fact.connection] },
  { set: 3, hours: false, keys: fact => [fact.country, fact.stage] },
  { set: 4, hours: false, keys: fact => [fact.touchpoint] },
];

function startOf(grain: string, at: Date): Date {
  if (grain === 'M') return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth()));
  const length = grain === 'D' ? 24 * HOUR : HOUR;
  return new Date(Math.floor(at.getTime() / length) * length);
}

/** Key, then n, positive, negative, sum, squares and the eight counts by subject, as one line a rollup. */
export function plainRollups(facts: readonly StoredFact[]): string[] {
  const rollups = new Map<string, { counts: bigint[]; sum: bigint; squares: bigint }>();
  for (const fact of facts)
    for (const { set, hours, keys } of SETS)
      for (const grain of hours ? ['M', 'D', 'H'] : ['M', 'D']) {
        const [k1 = '', k2 = '', k3 = ''] = keys(fact).map(key => String(key ?? ''));
        const at = startOf(grain, new Date(fact.at)).toISOString();
        const key = JSON.stringify([fact.kind, set, grain, at, k1, k2, k3, fact.unit, fact.bin]);
        const rollup = rollups.get(key) ?? { counts: Array<bigint>(11).fill(0n), sum: 0n, squares: 0n };
        rollups.set(key, rollup);
        for (const slot of [0, ...(fact.sign === 1 ? [1] : []), ...(fact.sign === -1 ? [2] : [])])
          rollup.counts[slot]! += 1n;
        rollup.counts[3 + (Math.abs(fact.subject) % 8)]! += 1n;
        const value = decimal(fact.value);
        rollup.sum += value * SCALE;
        rollup.squares += value * value;
      }
  return [...rollups].map(([key, rollup]) => line(key, [...rollup.counts], rollup.sum, rollup.squares)).sort();
}

export async function storedRollups(sql: Sql): Promise<string[]> {
  const rows = await sql.query<Record<string, string | number> & { at: Date; sum: string; squares: string }>(
    'select * from metric_rollup',
  );
  return rows
    .map(row => {
      const key = JSON.stringify([
        row.kind,
        row.set,
        row.grain,
        row.at.toISOString(),
        row.k1,
        row.k2,
        row.k3,
        row.unit,
        row.bin,
      ]);
      const counts = [row.n, row.positive, row.negative, ...[0, 1, 2, 3, 4, 5, 6, 7].map(slot => row[`s${slot}`])];
      return line(
        key,
        counts.map(count => BigInt(count!)),
        exact(row.sum),
        exact(row.squares),
      );
    })
    .sort();
}

function line(key: string, counts: readonly bigint[], sum: bigint, squares: bigint): string {
  return `${key} ${counts.join(' ')} ${sum} ${squares}`;
}

/** Sums are whole numbers of 10^-80. */
const DIGITS = 40;
const SCALE = 10n ** BigInt(DIGITS);

/** In units of 10^-40. Fifteen digits are what a decimal takes of a float. */
function decimal(value: number): bigint {
  const [digits = '0', exponent = '0'] = value.toExponential(14).replace('.', '').split('e');
  return BigInt(digits) * 10n ** BigInt(DIGITS + Number(exponent) - 14);
}

function exact(text: string): bigint {
  const [, sign = '', whole = '0', part = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(text)!;
  const size = BigInt(whole + part) * 10n ** BigInt(2 * DIGITS - part.length);
  return sign === '-' ? -size : size;
}
