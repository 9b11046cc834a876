// Pages for pipeline tests: a record's payload simply holds the canonical records it stands for.
import type { Deletion, JsonObject, RawRecord } from '../../connectors/contract.ts';
import type { CanonicalInput, StageEntry } from '../../connectors/records.ts';
import type { Sql } from '../../src/base/database/sql.ts';
import { commitPage, type PageCounts, type PageTarget } from '../../src/ingest/page/page.ts';

export interface TestPage {
  readonly records?: readonly RawRecord[];
  readonly deleted?: readonly Deletion[];
}

export interface TestSource {
  readonly target: PageTarget;
  commit(page: TestPage): Promise<PageCounts>;
}

/** A connection with one stream and one running run, and with a lease that keeps a worker beside from taking it up. */
export async function createSource(sql: Sql, key: string, options: { priority?: number } = {}): Promise<TestSource> {
  const connection = await sql.one<{ id: number }>(
    `insert into connection (key, connector, name, config, priority, lease_token, lease_holder, lease_expires_at)
     values ($1, 'test', $1, '{}', $2, 1, 'test', now() + interval '1 day') returning id`,
    [key, options.priority ?? 0],
  );
  const run = await sql.one<{ id: number }>(
    `insert into sync_run (connection_id, mode, trigger, status) values ($1, 'FULL', 'MANUAL', 'RUNNING') returning id`,
    [connection!.id],
  );
  await sql.query(`insert into stream_state (connection_id, stream) values ($1, 'all')`, [connection!.id]);
  await sql.query(`insert into stream_run (run_id, stream, position) values ($1, 'all', 0)`, [run!.id]);
  const target: PageTarget = {
    connectionId: connection!.id,
    connectionKey: key,
    stream: 'all',
    runId: run!.id,
    leaseToken: 1,
    map: record => (record.payload as { records?: CanonicalInput[] }).records ?? [],
    lookup: () => undefined,
    full: null,
    dryRun: false,
  };
  return {
    target,
    commit: page =>
      commitPage(sql, target, { records: page.records ?? [], deleted: page.deleted ?? [], cursor: { at: 1 } }),
  };
}

export const T0 = Date.UTC(2026, 0, 1);
/** A moment so many minutes after the first of January 2026. */
export const at = (minutes: number): string => new Date(T0 + minutes * 60_000).toISOString();

export function raw(object: string, id: string, minutes: number, ...records: CanonicalInput[]): RawRecord {
  return { object, id, version: at(minutes), payload: { records } as unknown as JsonObject };
}

export interface PersonSpec {
  readonly emails?: readonly string[];
  readonly externalIds?: readonly string[];
  readonly phone?: string;
  readonly fields?: Record<string, string | null>;
  readonly traits?: Record<string, string | number>;
  readonly stages?: readonly StageEntry[];
  readonly account?: { object: string; id: string };
}

export function person(id: string, minutes: number, spec: PersonSpec = {}): RawRecord {
  return raw('contact', id, minutes, {
    type: 'person',
    identifiers: [
      ...(spec.emails ?? []).map(value => ({ kind: 'EMAIL' as const, value })),
      ...(spec.externalIds ?? []).map(value => ({ kind: 'EXTERNAL_ID' as const, value })),
      ...(spec.phone ? [{ kind: 'PHONE' as const, value: spec.phone }] : []),
    ],
    fields: { ...(spec.emails?.[0] ? { email: spec.emails[0] } : {}), ...spec.fields },
    traits: spec.traits ?? {},
    stages: spec.stages && [...spec.stages],
    account: spec.account ?? null,
  });
}
