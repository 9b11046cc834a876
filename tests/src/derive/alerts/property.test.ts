// Whatever answers come in whatever order, and whenever rules are evaluated: what is open is what a plain recount says.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ConditionInput } from '../../../../src/derive/alerts/condition.ts';
import { type AlertWorld, createAlertWorld } from './world.ts';

const RELIABLE = 4;
/** Shares are compared as shares, not as the bits of their quotients. */
const HAIR = 1e-7;
let shop: AlertWorld;
beforeAll(async () => {
  shop = await createAlertWorld({ minReport: 1, minReliable: RELIABLE });
});
afterAll(() => shop.close());

type Every = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';
interface Answers {
  readonly day: number;
  readonly satisfied: number;
  readonly dissatisfied: number;
}

const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2025, 11, 20);
const dayText = (at: number) => new Date(FIRST + at * DAY_MS).toISOString().slice(0, 10);

/** A name that all days of a bucket share, made another way than by the product. */
function bucketName(day: string, every: Every): string {
  const date = new Date(`${day}T00:00:00Z`);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (every === 'DAY') return day;
  // The first of January 1970 was a Thursday.
  if (every === 'WEEK') return String(Math.floor((date.getTime() / DAY_MS + 3) / 7));
  if (every === 'MONTH') return `${year}-${month}`;
  return every === 'QUARTER' ? `${year}-${Math.floor(month / 3)}` : String(year);
}

/** Walks back until the bucket changes. */
function before(day: string, every: Every): string {
  let at = (Date.parse(day) - FIRST) / DAY_MS;
  while (bucketName(dayText(at), every) === bucketName(day, every)) at -= 1;
  return dayText(at);
}

function recount(answers: readonly Answers[], day: string, every: Every): { n: number; value: number } | null {
  const inside = answers.filter(one => bucketName(dayText(one.day), every) === bucketName(day, every));
  const good = inside.reduce((sum, one) => sum + one.satisfied, 0);
  const n = inside.reduce((sum, one) => sum + one.satisfied + one.dissatisfied, 0);
  return n < RELIABLE ? null : { n, value: (100 * good) / n };
}

/** The bucket and value that must be open, if any. */
function expected(answers: readonly Answers[], today: string, every: Every, when: ConditionInput) {
  const current = recount(answers, today, every);
  const day = current ? today : before(today, every);
  const looked = current ?? recount(answers, day, every);
  if (!looked) return null;
  const last = recount(answers, before(day, every), every);
  const meets =
    when.below != null
      ? looked.value < when.below - HAIR
      : when.above != null
        ? looked.value > when.above + HAIR
        : last !== null && last.value - looked.value >= when.dropsBy! - HAIR;
  return meets ? { bucket: bucketName(day, every), ...looked } : null;
}

const condition: fc.Arbitrary<ConditionInput> = fc.oneof(
  fc.record({ below: fc.constantFrom(40, 50, 75) }),
  fc.record({ above: fc.constantFrom(25, 50, 60) }),
  fc.record({ dropsBy: fc.constantFrom(1, 10, 33.5) }),
);
/** Some turn the figure round. */
const crowd = fc.constantFrom(0, 0, 1, 2, 5, 30);
const step = fc.record({
  /** Days that pass before it. */
  pass: fc.constantFrom(0, 0, 0, 0, 0, 1, 2, 9, 40),
  /** Days ago that the answers are of. */
  ago: fc.constantFrom(0, 0, 1, 3, 20),
  satisfied: crowd,
  dissatisfied: crowd,
});

it('is open what a recount says, and opened once a bucket', async () => {
  const seen = { opened: 0, closed: 0, again: 0, steps: 0 };
  const every = fc.constantFrom<Every>('DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR');
  await fc.assert(
    fc.asyncProperty(
      every,
      condition,
      fc.array(step, { minLength: 4, maxLength: 16, size: 'max' }),
      async (every, when, steps) => {
        await shop.empty();
        await shop.rule({ every, when });
        const answers: Answers[] = [];
        const opened = new Map<string, { n: number; value: number }>();
        let today = 30;
        let wasOpen = false;
        for (const { pass, ago, satisfied, dissatisfied } of steps) {
          today += pass;
          answers.push({ day: today - ago, satisfied, dissatisfied });
          await shop.answer(dayText(today - ago), satisfied, dissatisfied);
          await shop.evaluate(`${dayText(today)}T10:00:00Z`);
          const must = expected(answers, dayText(today), every, when);
          if (must && !opened.has(must.bucket)) opened.set(must.bucket, must);
          else if (must && !wasOpen) seen.again += 1;
          const alerts = await shop.alerts();
          const open = alerts.filter(({ isOpen }) => isOpen);
          expect(open.map(({ start }) => bucketName(start, every))).toEqual(must ? [must.bucket] : []);
          // Each bucket once, with its value as it was when it opened.
          expect(alerts.map(({ start }) => bucketName(start, every))).toEqual([...opened.keys()]);
          for (const [i, first] of [...opened.values()].entries()) {
            expect(alerts[i]!.value.n).toBe(first.n);
            expect(alerts[i]!.value.value).toBeCloseTo(first.value, 9);
          }
          if (wasOpen && !must) seen.closed += 1;
          wasOpen = must !== null;
          seen.steps += 1;
        }
        seen.opened += opened.size;
      },
    ),
    { numRuns: 40, seed: 20261122 },
  );
  process.stdout.write(`alerts: ${JSON.stringify(seen)}\n`);
  expect(Math.min(seen.opened, seen.closed, seen.again)).toBeGreaterThan(2);
}, 120_000);
