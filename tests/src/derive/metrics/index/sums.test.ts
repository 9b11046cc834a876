// What the database sums up by customer, in full and by samples, against plain loops; and how much is read.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPopulation, readSums, type SumsQuery } from '../../../../../src/derive/metrics/clusters/read-sums.ts';
import { type Sample, sampleOf, TAKE_ALL, weightIn } from '../../../../../src/derive/metrics/clusters/sample.ts';
import { segmentsOf } from '../../../../../src/derive/metrics/clusters/segments.ts';
import { definitionOf, METRICS } from '../../../../../src/derive/metrics/definitions.ts';
import type { IndexDefinition } from '../../../../../src/derive/metrics/index/definition.ts';
import { planIndex } from '../../../../../src/derive/metrics/index/plan.ts';
import type { MetricName } from '../../../../../src/derive/metrics/metric.ts';
import { createTestContext, type TestContext } from '../../../../support/context.ts';
import { component } from './figures.ts';
import { live, MONTHS, record } from './world.ts';

let world: TestContext;
const lived = live(150, 11);
beforeAll(async () => {
  world = await createTestContext();
  await record(world, lived);
});
afterAll(() => world.close());

const metrics = METRICS.filter(metric => definitionOf(metric).terms);
const definition: IndexDefinition = {
  id: 'index_1',
  key: 'all',
  version: 1,
  name: 'All',
  description: null,
  createdAt: new Date(0),
  aggregation: 'ARITHMETIC',
  components: metrics.map(metric => component(1, 0, 100, metric)),
};
const { terms } = planIndex(definition, { by: [], where: {} });
/** What a fact counts for, by the words of the dictionary. */
function told(metric: MetricName, { sign, bin, value }: Pick<Fact, 'sign' | 'bin' | 'value'>): number {
  if (metric === 'RESPONSE_RATE') return bin === 4 ? 1 : 0;
  if (metric === 'REOPEN_RATE') return sign === -1 ? 1 : 0;
  const { unit } = definitionOf(metric);
  if (unit === 'POINTS') return sign;
  return unit === 'PERCENT' ? (sign === 1 ? 1 : 0) : value;
}

const [january, february, march, april] = MONTHS as [number, number, number, number];
// The last one overlaps the others, as a baseline of a year before may.
const spans = [
  { lo: february, hi: april },
  { lo: january, hi: march },
];
const segments = segmentsOf(spans);

async function read(sample: Sample, more: Partial<SumsQuery> = {}) {
  const population = await readPopulation(world.sql);
  return readSums(world.sql, {
    terms: terms.map(term => ({ ...term, where: {} })),
    by: [],
    segments,
    spans,
    population,
    sample,
    ...more,
  });
}

interface Fact {
  readonly kind: string;
  readonly subject: number;
  readonly at: Date;
  readonly value: number;
  readonly sign: number;
  readonly bin: number;
}

/** Sums of each segment, customer and term, from all facts as they are stored. */
async function plain(isDrawn: (subject: number) => boolean): Promise<Map<string, readonly [n: number, y: number]>> {
  const facts = await world.sql.query<Fact>('select kind, subject, at, value, sign, bin from metric_fact');
  const sums = new Map<string, readonly [number, number]>();
  for (const fact of facts) {
    if (!isDrawn(fact.subject)) continue;
    const at = fact.at.getTime();
    const segment = at < january || at >= april ? 0 : at < february ? 1 : at < march ? 2 : 3;
    if (segment === 0) continue;
    for (const [i, { kind, component }] of terms.entries()) {
      if (kind !== fact.kind) continue;
      const key = `${segment} ${fact.subject} ${i}`;
      const [n, sum] = sums.get(key) ?? [0, 0];
      sums.set(key, [n + 1, sum + told(metrics[component]!, fact)]);
    }
  }
  return sums;
}

async function compare(sample: Sample): Promise<Set<number>> {
  const found = await read(sample);
  const drawn = new Set(Array.from(found.subject));
  const expected = await plain(subject => drawn.has(subject));
  const rows = new Map<string, number>();
  for (const segment of [1, 2, 3])
    for (const row of found.rows('', segment)) rows.set(`${segment} ${found.subject[row]} ${found.term[row]}`, row);
  expect([...rows.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [key, [n, y]] of expected) {
    expect(found.n[rows.get(key)!]).toBe(n);
    expect(found.y[rows.get(key)!]).toBeCloseTo(y, 6);
  }
  return drawn;
}

describe('sums of customers', () => {
  it('are those of their facts', async () => {
    const drawn = await compare({ everyCustomer: 1, everySource: 1, by: 'period' });
    expect(drawn.size).toBe(150);
  });

  it('are of the same customers, whichever way a sample is read', async () => {
    for (const every of [2, 3, 7]) {
      const sample = { everyCustomer: every, everySource: every };
      const drawn = await compare({ ...sample, by: 'period' });
      expect(await compare({ ...sample, by: 'subject' })).toEqual(drawn);
      // One of each block of ids.
      expect(Math.abs(drawn.size - 150 / every)).toBeLessThanOrEqual(1 + 12 / every);
      const blocks = [...drawn].map(subject => Math.floor((subject - 1) / every));
      expect(new Set(blocks).size).toBe(blocks.length);
    }
  });

  it('come by group, under a filter of their own', async () => {
    const where = { channel: ['CHAT'] };
    const chats = await read(
      { everyCustomer: 1, everySource: 1, by: 'period' },
      { by: ['CHANNEL'], terms: terms.map((term, i) => ({ ...term, where: i === 0 ? where : {} })) },
    );
    const sum = (group: string, term: number) =>
      [1, 2, 3]
        .flatMap(segment => chats.rows(group, segment))
        .filter(row => chats.term[row] === term)
        .reduce((n, row) => n + chats.n[row]!, 0);
    const answered = (channel: string) => lived.answers.filter(answer => answer.channel === channel).length;
    const csat = terms.findIndex(({ kind }) => kind === 'CSAT');
    expect(terms[0]!.kind).toBe('NPS');
    expect([sum('CHAT', 0), sum('EMAIL', 0)]).toEqual([answered('CHAT'), 0]);
    expect([sum('CHAT', csat), sum('EMAIL', csat)]).toEqual([answered('CHAT'), answered('EMAIL')]);
  });
});

describe('sampleOf', () => {
  const count = fc.nat({ max: 100_000_000 });

  it('takes all where there are few facts', () => {
    const weightOf = weightIn(sampleOf({ facts: TAKE_ALL, lastCustomer: 1e7, lastSource: 1e8 }));
    expect([weightOf(1), weightOf(-1)]).toEqual([1, 1]);
  });

  it('bounds the work, whatever there is', () => {
    fc.assert(
      fc.property(count, count, count, (facts, lastCustomer, lastSource) => {
        const sample = sampleOf({ facts, lastCustomer, lastSource });
        if (sample.by === 'period') expect(facts).toBeLessThanOrEqual(200_000);
        else {
          expect(lastCustomer / sample.everyCustomer + lastSource / sample.everySource).toBeLessThanOrEqual(4_000);
          expect(facts / Math.min(sample.everyCustomer, sample.everySource)).toBeLessThanOrEqual(5_000);
        }
        expect(weightIn(sample)(7)).toBe(sample.everyCustomer);
        expect(weightIn(sample)(-7)).toBe(sample.everySource);
      }),
    );
  });
});
