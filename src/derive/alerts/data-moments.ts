// How far the data reach: when their first fact is from, and up to when the sources were read.
import type { Sql } from '../../base/database/sql.ts';
import { CUSTOMER_KINDS, FACT_KINDS, type FactKind, type Kind } from '../metrics/kinds.ts';
import { readUntil, type SourceMoment, slowestOf } from './source-moment.ts';

export interface DataMoments {
  /** When the first day of what is counted begins; null without anything. */
  readonly first: Date | null;
  /** Up to then all sources were read that are read by a schedule; null without any. The start of time before the first sync. */
  readonly through: Date | null;
  /** Key of the one of these that was read the longest ago. */
  readonly slowest: string | null;
}

/** Sources that are read. What applications record themselves arrives when it is recorded, and has none here. */
export function readSources(sql: Sql): Promise<SourceMoment[]> {
  return sql.query<SourceMoment>(
    `select c.id, c.key, c.disconnected_at is null as "isConnected",
       (c.schedule_cron is not null or c.schedule_every is not null) and not c.paused as "isScheduled",
       (select max(r.started_at) from sync_run r
        where r.connection_id = c.id and r.status = 'SUCCEEDED' and not r.dry_run and r.streams is null) as through
     from connection c where exists (select from sync_run r where r.connection_id = c.id and not r.dry_run) order by c.id`,
  );
}

/** Two statements. */
export async function readMoments(
  sql: Sql,
  kinds: readonly Kind[],
  onlySources: readonly string[] | null | undefined,
): Promise<DataMoments> {
  const sources = await readSources(sql);
  const scheduled = sources.filter(
    ({ key, isScheduled, isConnected }) => isScheduled && isConnected && (onlySources?.includes(key) ?? true),
  );
  const row = await sql.one<{ first: Date | null }>(
    `select min(at) as first from unnest($1::text[]) k(kind) cross join lateral (
       select x.at from metric_rollup x where x.kind = k.kind and x.set = 0 and x.grain = 'D' and x.n > 0 order by x.at limit 1) f`,
    [factKindsOf(kinds)],
  );
  const slowest = slowestOf(scheduled);
  return { first: row?.first ?? null, through: slowest && readUntil(slowest), slowest: slowest?.key ?? null };
}

/** What whole customers are counted from; recorded figures are of no source. */
function factKindsOf(kinds: readonly Kind[]): FactKind[] {
  return kinds.flatMap((kind): FactKind[] => {
    if ((FACT_KINDS as readonly Kind[]).includes(kind)) return [kind as FactKind];
    if (!(CUSTOMER_KINDS as readonly Kind[]).includes(kind)) return [];
    return [kind === 'REFERRER' ? 'REFERRAL' : 'PURCHASE'];
  });
}
