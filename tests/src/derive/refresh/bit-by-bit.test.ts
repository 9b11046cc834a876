// Everybody is evaluated by new segments and journeys bit by bit, and the outcome is that of doing it at once.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkFigures } from '../../../../src/derive/refresh/check.ts';
import { hasMarks } from '../../../../src/derive/refresh/marked.ts';
import { isRefreshDue, refresh } from '../../../../src/derive/refresh/refresh.ts';
import type { SegmentRule } from '../../../../src/derive/rules/rule.ts';
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
import { Died, dying } from '../../../support/programs/dying.ts';
import { failsFor } from '../../../support/programs/failing.ts';
import { storedVisits } from '../../../support/stored/visits.ts';

let world: SegmentWorld;
beforeAll(async () => {
  world = await createSegmentWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await empty(world.sql);
  await emptyTables(world.sql, 'journey, journey_state');
});

const CALLED: SegmentRule = { interaction: { kind: 'CALL' } };

/** Written behind the back of saving, which would evaluate them at once: these are few customers. */
async function save(key: string, rule: SegmentRule): Promise<void> {
  await world.sql.query(
    `insert into segment as s (key, name, rule) values ($1, $1, $2)
     on conflict (key) do update set rule = excluded.rule, revision = s.revision + 1`,
    [key, JSON.stringify(rule)],
  );
}

async function saveJourney(kinds: readonly string[]): Promise<void> {
  const stages = kinds.map((kind, i) => ({
    key: `s${i}`,
    name: kind,
    phase: 'PURCHASE',
    rule: { interaction: { kind } },
  }));
  await world.sql.query(
    `insert into journey as j (key, name, mode, "window", stages) values ('way', 'Way', 'ORDERED', $2, $1)
     on conflict (key) do update set stages = excluded.stages, revision = j.revision + 1`,
    [JSON.stringify(stages), 2 * 86_400_000],
  );
  await world.sql.query(`update segment set revision = revision + 1 where rule::text like '%"way"%'`);
}

describe('a first evaluation', () => {
  const now = new Date('2026-05-01T00:00:00Z');
  const called = (who: string) => world.happen(who, { occurredAt: new Date('2026-04-30T00:00:00Z') });
  /** So many transactions, then the program ends. */
  const some = (transactions: number) =>
    refresh(dying(world.sql, transactions), { now, chunk: 2 }).catch(error => {
      if (!(error instanceof Died)) throw error;
    });
  const seen = async () => ({
    members: (await storedMembers(world.sql)).length,
    sizes: (await world.sql.query<{ size: number }>('select size from segment_state')).map(row => row.size),
    candidates: (await world.sql.query('select from segment_candidate')).length,
    changes: (await world.sql.query('select from segment_change')).length,
  });
  beforeEach(async () => {
    for (const who of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await called(who);
    await refresh(world.sql, { now });
    await save('callers', CALLED);
  });

  it('shows nothing of it before everybody is evaluated, and then all at one moment', async () => {
    await some(4);
    expect(await seen()).toEqual({ members: 0, sizes: [0], candidates: 2, changes: 0 });
    await refresh(world.sql, { now, chunk: 2 });
    expect(await seen()).toEqual({ members: 7, sizes: [7], candidates: 0, changes: 7 });
    expect(await world.sql.query('select distinct cause, at from segment_change')).toEqual([
      { cause: 'RULE', at: now },
    ]);
    expect(await isRefreshDue(world.sql, now)).toBe(false);
  });

  it('goes on where it was', async () => {
    await some(6);
    world.world.statements.length = 0;
    await refresh(world.sql, { now, chunk: 2 });
    // Of seven four were done: two and one are left.
    expect(world.world.statements.filter(text => text.includes('insert into segment_candidate'))).toHaveLength(2);
    expect((await seen()).members).toBe(7);
  });

  it('works off what changes meanwhile, of those who were evaluated and of those who were not', async () => {
    await save('callers', { interaction: { kind: 'CALL', count: { gte: 2 } } });
    await some(4);
    await called('a');
    await called('g');
    await called('new');
    await called('new');
    // One round: the figures have them, the segment is still not there.
    await some(2);
    expect(await hasMarks(world.sql)).toBe(false);
    expect(await seen()).toMatchObject({ members: 0, candidates: 3 });
    await refresh(world.sql, { now, chunk: 2 });
    expect(await world.members('callers')).toEqual(['a', 'g', 'new']);
  });

  it('starts over when the rule is saved anew, and keeps the members of the rule before until then', async () => {
    await refresh(world.sql, { now });
    await save('callers', { interaction: { kind: 'CHAT' } });
    await some(4);
    expect(await seen()).toMatchObject({ members: 7, sizes: [7], candidates: 0 });
    await save('callers', { not: { interaction: { kind: 'CHAT' } } });
    await some(4);
    expect(await seen()).toMatchObject({ members: 7, sizes: [7], candidates: 2 });
    await save('callers', { interaction: { kind: 'EMAIL' } });
    await refresh(world.sql, { now, chunk: 2 });
    expect(await seen()).toEqual({ members: 0, sizes: [0], candidates: 0, changes: 14 });
  });

  it('passes over who cannot be evaluated', async () => {
    const failing = await failsFor(world.sql, { segment_candidate: 'customer_id', segment_member: 'customer_id' });
    const id = await world.idOf('d');
    await failing.at('segment_candidate', id);
    await failing.at('segment_member', id);
    await refresh(world.sql, { now, chunk: 3 });
    expect(await world.members('callers')).toEqual(['a', 'b', 'c', 'e', 'f', 'g']);
    expect(await world.sql.query('select subject, step from set_aside')).toEqual([{ subject: id, step: 'SEGMENTS' }]);
    // At once where they are few: the same.
    await save('again', CALLED);
    await refresh(world.sql, { now });
    expect(await world.members('again')).toEqual(['a', 'b', 'c', 'e', 'f', 'g']);
    await failing.nobody();
    await called('d');
    await refresh(world.sql, { now });
    expect(await world.members('callers')).toHaveLength(7);
  });

  it('hides the visits of a journey until everybody was walked', async () => {
    await saveJourney(['CALL', 'CHAT']);
    await save('calling', { stage: { journey: 'way', stage: 's0' } });
    await some(4);
    const hidden = `select from journey j join journey_state t on t.journey_id = j.id and t.revision = j.revision`;
    expect([(await storedVisits(world.sql)).length, (await world.sql.query(hidden)).length]).toEqual([2, 0]);
    await refresh(world.sql, { now, chunk: 2 });
    expect([(await storedVisits(world.sql)).length, (await world.sql.query(hidden)).length]).toEqual([7, 1]);
    expect(await world.members('calling')).toHaveLength(7);
  });
});

const RULES: readonly SegmentRule[] = [
  { field: { field: 'COUNTRY', is: { eq: 'DE' } } },
  { field: { field: 'LAST_INTERACTION_AT', is: { notWithin: 'PT20H' } } },
  { interaction: { kind: 'CALL', within: 'P1D' } },
  { interaction: { kind: 'PURCHASE', within: 'PT30H', amount: { gte: 10 } } },
  { not: { interaction: { within: 'PT12H' } } },
  { not: { answer: { measure: 'CSAT', within: 'P1D', mean: { gte: 4 } } } },
  { stage: { journey: 'way', stage: 's0' } },
  { not: { stage: { journey: 'way', stage: 's1', for: 'PT9H' } } },
];
type Deed =
  | Step
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'save'; readonly key: string; readonly rule: SegmentRule }
  | { readonly do: 'route'; readonly kinds: readonly string[] }
  | { readonly do: 'die'; readonly at: number };
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { arbitrary: step, weight: 10 },
  { arbitrary: fc.record({ do: fc.constant('die' as const), at: fc.integer({ min: 2, max: 8 }) }), weight: 8 },
  { arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(59, 240, 720) }), weight: 4 },
  {
    arbitrary: fc.record({
      do: fc.constant('save' as const),
      key: fc.constantFrom('one', 'two', 'three'),
      rule: fc.constantFrom(...RULES),
    }),
    weight: 4,
  },
  {
    arbitrary: fc.record({
      do: fc.constant('route' as const),
      kinds: fc.constantFrom(['CALL', 'PURCHASE'], ['CHAT', 'CALL'], ['SUPPORT_CASE', 'CALL']),
    }),
    weight: 1,
  },
);

it('comes to what a count of everything comes to, whatever happens and wherever it dies', async () => {
  const { sql } = world;
  const tally = { died: 0, members: 0, visits: 0, candidates: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 20, maxLength: 50, size: 'max' }), async deeds => {
      await empty(sql);
      await emptyTables(sql, 'journey, journey_state, customer_due');
      let minutes = -2000;
      const wait = (more: number) => {
        minutes += more;
        world.setNow(moment(minutes));
      };
      wait(0);
      const now = () => new Date(moment(minutes));
      const life = await createWorld(world.world);
      const people = ['p1', 'p2', 'p3', 'p4', 'p5'];
      for (const who of people) await world.happen(who, { occurredAt: new Date(moment(minutes - 300)) });
      await saveJourney(['CALL', 'PURCHASE']);
      await save('one', RULES[6]!);
      for (const one of deeds) {
        if (one.do === 'wait') wait(one.minutes);
        else if (one.do === 'save') await save(one.key, one.rule);
        else if (one.do === 'route') await saveJourney(one.kinds);
        else if (one.do !== 'die') {
          if (one.do !== 'refresh') await life.live(one);
        } else
          await refresh(dying(sql, one.at), { now: now(), chunk: 2 }).catch(error => {
            if (!(error instanceof Died)) throw error;
            tally.died += 1;
          });
        tally.candidates += (await sql.query('select from segment_candidate')).length;
        // Nobody is seen in a segment that was never evaluated to its end.
        expect(
          await sql.query(
            `select from segment_member m join segment_state t on t.segment_id = m.segment_id and t.size = 0`,
          ),
        ).toEqual([]);
      }
      await refresh(sql, { now: now(), chunk: 2 });
      expect(await isRefreshDue(sql, now())).toBe(false);
      expect(await checkFigures(sql, { now: now() })).toMatchObject({ wrongMembers: 0, wrongVisits: 0, wrongFacts: 0 });
      const members = await storedMembers(sql);
      expect(members).toEqual(await evaluatedMembers(sql, now()));
      expect(await loggedMembers(sql)).toEqual(members);
      expect(
        await sql.query(
          `select from segment_state t where t.size <> (select count(*) from segment_member m where m.segment_id = t.segment_id)`,
        ),
      ).toEqual([]);
      expect(await sql.query('select from segment_candidate')).toEqual([]);
      const visits = async () => (await storedVisits(sql)).map(visit => JSON.stringify(visit)).sort();
      const walked = await visits();
      await refresh(sql, { now: now(), anew: true });
      expect(await visits()).toEqual(walked);
      expect(await storedMembers(sql)).toEqual(members);
      tally.members += members.length;
      tally.visits += walked.length;
    }),
    { numRuns: Number(process.env.CHUNK_WORLDS ?? 15), seed: 20261130 },
  );
  console.info(`bit by bit: ${JSON.stringify(tally)}`);
  for (const [name, count] of Object.entries(tally)) expect([name, count > 10]).toEqual([name, true]);
}, 300_000);
