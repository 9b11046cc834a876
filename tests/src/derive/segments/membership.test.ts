// Whatever happens, whenever we refresh and as time goes on: members are those that a rule has now, with a full history.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { saveJourney } from '../../../../src/derive/journeys/save.ts';
import { checkFigures } from '../../../../src/derive/refresh/check.ts';
import type { SegmentRule } from '../../../../src/derive/rules/rule.ts';
import { deleteSegment } from '../../../../src/derive/segments/delete.ts';
import { emptyTables } from '../../../support/empty-tables.ts';
import {
  createSegmentWorld,
  evaluatedMembers,
  loggedMembers,
  type SegmentWorld,
  storedMembers,
} from '../../../support/lives/segments.ts';
import { moment, type Step, step } from '../../../support/lives/steps.ts';
import { createWorld, empty } from '../../../support/lives/world.ts';

let world: SegmentWorld;
beforeAll(async () => {
  world = await createSegmentWorld();
});
afterAll(() => world.close());

const KEYS = ['one', 'two', 'three'] as const;

/** What the steps of the pipeline make true and false; customers there were created on the first of January. */
const RULES: readonly SegmentRule[] = [
  { field: { field: 'COUNTRY', is: { eq: 'DE' } } },
  { field: { field: 'LIFECYCLE_STAGE', is: { ne: 'LEAD' } } },
  { field: { field: 'CREATED_AT', is: { within: 'P87DT3M' } } },
  { field: { field: 'LAST_INTERACTION_AT', is: { notWithin: 'PT20H' } } },
  { field: { field: 'HEALTH', is: { present: true } } },
  { interaction: { kind: 'CALL', within: 'P1D' } },
  { interaction: { kind: 'SUPPORT_CASE', open: true } },
  { interaction: { kind: 'SUPPORT_CASE', open: false, within: 'P2D' } },
  { interaction: { channel: 'PHONE', within: 'PT36H', count: { gte: 2 } } },
  { interaction: { kind: 'PURCHASE', within: 'PT30H', amount: { gte: 10 } } },
  { not: { interaction: { within: 'PT12H' } } },
  // biome-ignore lint/suspicious/noThenProperty: it is what the API calls it, and nothing awaits a rule
  { interaction: { kind: 'SUPPORT_CASE', then: { within: 'PT10H' } } },
  { interaction: { kind: 'CHAT', within: 'P1D', count: { lte: 1 } } },
  { answer: { measure: 'CSAT', latest: { lte: 3 } } },
  { answer: { measure: 'NPS', within: 'P1D', any: { gte: 7 } } },
  { not: { answer: { measure: 'CSAT', within: 'P1D', mean: { gte: 4 } } } },
  { stage: { journey: 'route', stage: 'a' } },
  { stage: { journey: 'route', stage: 'b', for: 'PT9H' } },
  { stage: { journey: 'way', stage: 'b' } },
];
const leaf = fc.constantFrom(...RULES);
const { rule } = fc.letrec<{ rule: SegmentRule }>(tie => ({
  rule: fc.oneof(
    { maxDepth: 2 },
    { arbitrary: leaf, weight: 4 },
    fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map(all => ({ all })),
    fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map(any => ({ any })),
    tie('rule').map(not => ({ not })),
    fc.constantFrom('two', 'three').map(segment => ({ segment })),
  ),
}));

/** Four people who talk, write and buy all the time. */
const beginning: Step = {
  do: 'page',
  source: 0,
  drops: [],
  makes: [1, 2, 3, 4].flatMap(id => {
    const customer = { object: 'contact', id: String(id) };
    const happened = (object: string, place: number, kind: 'CALL' | 'CHAT' | 'PURCHASE' | 'SUPPORT_CASE') => ({
      object,
      id: 100 * id + place,
      record: {
        type: 'interaction' as const,
        kind,
        occurredAt: moment(-2500 + 613 * place + 97 * id),
        customer,
        channel: place % 2 === 0 ? ('PHONE' as const) : ('WEB' as const),
        ...(kind === 'PURCHASE' ? { amount: 7 * id, currency: 'EUR' } : {}),
        ...(kind === 'SUPPORT_CASE' ? { resolvedAt: moment(-1000 + 800 * id) } : {}),
      },
    });
    return [
      {
        object: 'contact',
        id,
        record: {
          type: 'person' as const,
          identifiers: [{ kind: 'EMAIL' as const, value: `p${id}@world.example` }],
          fields: { country: id % 2 ? 'DE' : 'FR', lifecycleStage: id % 3 ? ('LEAD' as const) : ('CUSTOMER' as const) },
          traits: {},
        },
      },
      ...(['CALL', 'CHAT', 'SUPPORT_CASE', 'PURCHASE', 'CALL', 'PURCHASE', 'CHAT'] as const).map((kind, place) =>
        happened('event', place, kind),
      ),
    ];
  }),
};

/** Two journeys that are walked in another way each time. */
const JOURNEYS = ['route', 'way'] as const;
const stage = (key: string, kind: string) => ({
  key,
  name: key,
  phase: 'PURCHASE' as const,
  rule: { interaction: { kind } },
});
const saveRoute = (key: (typeof JOURNEYS)[number], kinds: readonly [string, string]) =>
  saveJourney(world.ctx(), { key, name: key, window: 'P2D', stages: [stage('a', kinds[0]), stage('b', kinds[1])] });

type Deed =
  | Step
  | { readonly do: 'wait'; readonly minutes: number; readonly look: boolean }
  | { readonly do: 'save'; readonly key: (typeof KEYS)[number]; readonly rule: SegmentRule }
  | { readonly do: 'delete'; readonly key: (typeof KEYS)[number] }
  | { readonly do: 'route'; readonly key: (typeof JOURNEYS)[number]; readonly kinds: readonly [string, string] };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { arbitrary: step, weight: 12 },
  {
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      minutes: fc.constantFrom(1, 59, 240, 240, 720, 1440),
      look: fc.boolean(),
    }),
    weight: 6,
  },
  { arbitrary: fc.record({ do: fc.constant('save' as const), key: fc.constantFrom(...KEYS), rule }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('delete' as const), key: fc.constantFrom(...KEYS) }), weight: 1 },
  {
    arbitrary: fc.record({
      do: fc.constant('route' as const),
      key: fc.constantFrom(...JOURNEYS),
      kinds: fc.constantFrom(['CALL', 'PURCHASE'] as const, ['CHAT', 'CALL'] as const),
    }),
    weight: 1,
  },
);

const tally = { refreshes: 0, members: 0, DATA: 0, TIME: 0, RULE: 0, refused: 0, checked: 0 };

it('equals an evaluation of everybody, after anything and at any time', async () => {
  const { sql } = world;
  await fc.assert(
    fc.asyncProperty(rule, fc.array(deed, { minLength: 10, maxLength: 40, size: 'max' }), async (first, deeds) => {
      await empty(sql);
      await emptyTables(sql, 'journey, journey_state, journey_visit');
      let minutes = -2000;
      const wait = (more: number) => {
        minutes += more;
        world.setNow(moment(minutes));
      };
      wait(0);
      const life = await createWorld(world.world);
      await life.live(beginning);
      for (const key of JOURNEYS) await saveRoute(key, ['CALL', 'PURCHASE']);
      await attempt(() => world.save('three', RULES[5]!));
      await attempt(() => world.save('two', { any: [RULES[0]!, { segment: 'three' }] }));
      await attempt(() => world.save('one', first));
      for (const one of [...deeds, { do: 'refresh' as const }]) {
        if (one.do === 'wait') {
          wait(one.minutes);
          if (one.look) await refreshAndCompare(new Date(moment(minutes)));
        }
        if (one.do === 'save') await attempt(() => world.save(one.key, one.rule));
        else if (one.do === 'delete') await attempt(() => deleteSegment(world.ctx(), one.key));
        else if (one.do === 'refresh') await refreshAndCompare(new Date(moment(minutes)));
        else if (one.do === 'route') await saveRoute(one.key, one.kinds);
        else if (one.do !== 'wait') await life.live(one);
      }
      for (const { cause, n } of await sql.query<{ cause: 'DATA' | 'TIME' | 'RULE'; n: number }>(
        'select cause, count(*) as n from segment_change group by 1',
      ))
        tally[cause] += n;
    }),
    { numRuns: Number(process.env.SEGMENT_WORLDS ?? 30), seed: Number(process.env.SEGMENT_SEED ?? 20261122) },
  );
  console.info(`membership: ${JSON.stringify(tally)}`);
  // Nothing of this is true of nothing.
  for (const [name, count] of Object.entries(tally)) expect([name, count > 10]).toEqual([name, true]);
}, 300_000);

/** Cycles and segments that others name are refused, as they must be. */
async function attempt(work: () => Promise<unknown>): Promise<void> {
  await work().catch(error => {
    expect(error).toMatchObject({ name: 'UserError' });
    tally.refused += 1;
  });
}

async function refreshAndCompare(now: Date): Promise<void> {
  const { sql } = world;
  // The nightly check takes nothing that only waits for this refresh for a fault.
  const { customers, wrongMembers, wrongVisits } = await checkFigures(sql, { now });
  expect({ wrongMembers, wrongVisits }).toEqual({ wrongMembers: 0, wrongVisits: 0 });
  tally.checked += customers;
  expect(await world.refresh()).not.toBeNull();
  const stored = await storedMembers(sql);
  expect(stored).toEqual(await evaluatedMembers(sql, now));
  expect(await loggedMembers(sql)).toEqual(stored);
  expect(
    await sql.query(
      `select t.segment_id from segment_state t full join segment s on s.id = t.segment_id
       where s.revision is distinct from t.revision
         or t.size <> (select count(*) from segment_member m where m.segment_id = t.segment_id)`,
    ),
  ).toEqual([]);
  expect(await sql.query('select from customer_due where due_at <= $1', [now])).toEqual([]);
  tally.refreshes += 1;
  tally.members += stored.length;
}
