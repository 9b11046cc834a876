// The journey that everybody has, over the same world: walking it, and its map over a year.
import type { Context } from '../../../src/base/context/context.ts';
import type { Sql } from '../../../src/base/database/sql.ts';
import type { MapWanted } from '../../../src/derive/journeys/map.ts';
import { readMap } from '../../../src/derive/journeys/map.ts';
import { readPaths } from '../../../src/derive/journeys/paths.ts';
import { refreshJourneys, walkNewJourneys } from '../../../src/derive/journeys/refresh-journeys.ts';
import { median, timed } from '../measure.ts';
import { withExclusiveLock } from './exclusive-lock.ts';
import { NOW } from './world.ts';

export interface JourneysMeasured {
  /** All journeys, everybody. */
  readonly walkMs: number;
  /** The customers who changed, alone. Median. */
  readonly changedMs: number;
  readonly visits: number;
  /** Of the default journey over a year; medians. */
  readonly mapMs: number;
  /** With NPS and CSAT of each stage. */
  readonly feltMs: number;
  readonly touchpointsMs: number;
  readonly pathsMs: number;
}

const during = { from: '2025-01-01', to: '2025-12-31' };
const NOTHING: MapWanted = { stageMetrics: [], stageIndices: [], touchpoints: [], touchpointMetrics: [], flows: false };

export async function walkEverybody(sql: Sql): Promise<number> {
  await sql.query('update journey_state set revision = 0');
  const { ms } = await timed(() => withExclusiveLock(sql, tx => walkNewJourneys(tx, NOW)));
  await sql.query('vacuum analyze journey_visit');
  return ms;
}

export async function measureJourneys(
  ctx: Context,
  changed: readonly number[],
  { rounds, walkMs }: { rounds: number; walkMs: number },
): Promise<JourneysMeasured> {
  const { sql } = ctx;
  const row = await sql.one<{ id: number; visits: number }>(
    `select (select id from journey where key = 'default') as id, (select count(*) from journey_visit) as visits`,
  );
  const { id, visits } = row!;
  const map = (wanted: Partial<MapWanted>) => readMap(ctx, id, { during }, { ...NOTHING, ...wanted });
  const times = async (work: () => Promise<unknown>): Promise<number> => {
    const all: number[] = [];
    for (let round = 0; round < rounds; round++) all.push((await timed(work)).ms);
    return median(all);
  };
  const { entered } = await map({});
  if (entered === 0) throw new Error('nobody entered the journey');
  return {
    walkMs,
    changedMs: await times(() => withExclusiveLock(sql, tx => refreshJourneys(tx, changed, NOW))),
    visits,
    mapMs: await times(() => map({})),
    feltMs: await times(() => map({ stageMetrics: ['NPS', 'CSAT'] })),
    touchpointsMs: await times(() => map({ touchpoints: [50] })),
    pathsMs: await times(() => readPaths(ctx, id, { during, first: 20 })),
  };
}
