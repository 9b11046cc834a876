// `bench segments`: a hundred segments for everybody against the same by hand, and for a few customers who changed.
import type { Sql } from '../../../src/base/database/sql.ts';
import { refresh } from '../../../src/derive/refresh/refresh.ts';
import { evaluateNewSegments, refreshSegments } from '../../../src/derive/segments/refresh-segments.ts';
import { mark } from '../../../src/ingest/marks/marks.ts';
import { inBench } from '../bench.ts';
import { median, timed } from '../measure.ts';
import { openSubject } from '../subject.ts';
import { withExclusiveLock } from './exclusive-lock.ts';
import { evaluateFirst } from './first.ts';
import { type JourneysMeasured, measureJourneys, walkEverybody } from './journeys.ts';
import { type Sample, samples } from './rules.ts';
import { INTERACTIONS_EACH, makeWorld, NOW } from './world.ts';

export interface SegmentsReport {
  readonly customers: number;
  readonly interactions: number;
  readonly segments: number;
  readonly members: number;
  readonly worldMs: number;
  /** All segments for everybody for the first time, their members written. */
  readonly firstMs: number;
  /** The longest that a change waited for its turn meanwhile. */
  readonly waitMs: number;
  /** The same again, when nothing has changed. Median. */
  readonly everybodyMs: number;
  /** The statements written by hand, one after the other. Median. */
  readonly handMs: number;
  readonly changed: {
    readonly customers: number;
    /** All segments for them alone. Median. */
    readonly segmentsMs: number;
    /** Everything that a refresh does for them: facts, scores, journeys, segments. */
    readonly refreshMs: number;
  };
  readonly journeys: JourneysMeasured;
  readonly ratios: { readonly hand: number; readonly changed: number };
}

export interface SegmentsOptions {
  readonly customers: number;
  readonly rounds: number;
  /** Told what is done, as it may take minutes. */
  readonly tell?: (step: string) => void;
}

const EACH = 10;
const CHANGED = 1000;

export function benchSegments({ customers, rounds, tell = () => undefined }: SegmentsOptions): Promise<SegmentsReport> {
  return inBench(async ({ server }) => {
    const url = await server.create('bench_segments');
    tell(`${customers} customers`);
    const world = await timed(() => makeWorld(url, customers));
    await server.checkpoint();
    const subject = await openSubject(url);
    try {
      const { sql } = subject;
      const all = samples(EACH);
      tell('journeys');
      const walkMs = await walkEverybody(sql);
      await saveAll(sql, all);
      tell('first evaluation');
      const first = await evaluateFirst(sql);
      await sql.query('vacuum analyze segment_member, segment_change, customer_due');
      await server.checkpoint();
      const [everybody, hand, few] = [[] as number[], [] as number[], [] as number[]];
      for (let round = 0; round < rounds; round++) {
        tell(`round ${round + 1}`);
        await sql.query('update segment_state set revision = 0');
        everybody.push((await timed(() => withExclusiveLock(sql, tx => evaluateNewSegments(tx, NOW)))).ms);
        const sizes = await timed(() => byHand(sql, all));
        hand.push(sizes.ms);
        await expectSameSizes(sql, sizes.result);
        const changed = await touchSome(sql, round);
        few.push((await timed(() => withExclusiveLock(sql, tx => refreshSegments(tx, changed, NOW, 'DATA')))).ms);
      }
      const whole = await timed(async () => {
        await mark(sql, { customers: await touchSome(sql, rounds) });
        return refresh(sql, { now: NOW });
      });
      if (whole.result?.subjects !== CHANGED) throw new Error(`${whole.result?.subjects} customers were refreshed`);
      const journeys = await measureJourneys(subject.ctx, await touchSome(sql, rounds + 1), { rounds, walkMs });
      const members = (await sql.one<{ count: number }>('select count(*) from segment_member'))!.count;
      return {
        customers,
        interactions: customers * INTERACTIONS_EACH,
        segments: all.length,
        members,
        worldMs: world.ms,
        firstMs: first.ms,
        waitMs: first.waitMs,
        everybodyMs: median(everybody),
        handMs: median(hand),
        changed: { customers: CHANGED, segmentsMs: median(few), refreshMs: whole.ms },
        journeys,
        ratios: { hand: median(everybody) / median(hand), changed: median(few) / median(everybody) },
      };
    } finally {
      await subject.close();
    }
  });
}

async function saveAll(sql: Sql, all: readonly Sample[]): Promise<void> {
  await sql.query('insert into segment (key, name, rule) select k, k, r from unnest($1::text[], $2::jsonb[]) x(k, r)', [
    all.map(sample => sample.key),
    all.map(sample => JSON.stringify(sample.rule)),
  ]);
}

async function byHand(sql: Sql, all: readonly Sample[]): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for (const sample of all)
    sizes.set(sample.key, (await sql.one<{ count: number }>(`select count(*) from (${sample.sql}) x`))!.count);
  return sizes;
}

/** Throws when a rule and its SQL do not mean the same. */
async function expectSameSizes(sql: Sql, sizes: ReadonlyMap<string, number>): Promise<void> {
  const ours = await sql.query<{ key: string; size: number }>(
    'select s.key, coalesce(t.size, 0) as size from segment s left join segment_state t on t.segment_id = s.id',
  );
  const wrong = ours.filter(({ key, size }) => size !== sizes.get(key));
  if (wrong.length > 0 || ours.length !== sizes.size)
    throw new Error(
      `Sizes differ: ${wrong.map(({ key, size }) => `${key} ${size}, by hand ${sizes.get(key)}`).join('; ')}`,
    );
}

/** A support case more for so many customers, spread over all. */
async function touchSome(sql: Sql, round: number): Promise<number[]> {
  const rows = await sql.query<{ id: number }>(
    `with chosen as (select id from customer order by hashint8(id + $3) limit $1)
     insert into interaction (id, connection_id, ref, kind, channel, customer_id, occurred_at)
     select (select max(id) from interaction) + row_number() over (), (select id from connection where key = 'bench'),
       'bench:touched/' || $3::text || '/' || id, 'SUPPORT_CASE', 'WEB', id, $2 from chosen returning customer_id as id`,
    [CHANGED, new Date(NOW.getTime() - 3_600_000), round],
  );
  return rows.map(row => row.id);
}
