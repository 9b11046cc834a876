// What a connector may ask about records that are known: which differ from a version, and which ids there are.
import { isStorable } from '../../../connectors/bounds.ts';
import type { ReadRequest } from '../../../connectors/contract.ts';
import { isBelievable } from '../../../connectors/records.ts';
import type { Sql } from '../../base/database/sql.ts';

const BATCH = 1000;

export interface KnownRecordsOptions {
  readonly connectionId: number;
  /** When the stream was last read to its end began; what landed later is new to it. */
  readonly since: Date;
  /** The full read that wants to know what it was shown. */
  readonly seenBy: number | null;
}

export function knownRecords(sql: Sql, options: KnownRecordsOptions): Pick<ReadRequest, 'differing' | 'knownIds'> {
  const { connectionId, since, seenBy } = options;
  return {
    async differing(object, all) {
      const seen = all.filter(isStorableRecord);
      const rows = await sql.query<{ id: string; known: number | null }>(
        `select i.id, (
           select s.id from source_record s
           where s.connection_id = $1 and s.object = $2 and s.external_id = i.id and s.version >= i.version and s.deleted_at is null
           limit 1
         ) as known
         from unnest($3::text[], $4::timestamptz[]) as i(id, version)`,
        [connectionId, object, seen.map(record => record.id), seen.map(record => record.version)],
      );
      if (seenBy !== null)
        await noteSeen(
          sql,
          seenBy,
          rows.map(row => row.known).filter(id => id !== null),
        );
      // What cannot be stored is fetched, so that it is rejected with its reason.
      const unknown = all.filter(record => !isStorableRecord(record));
      return new Set([...unknown, ...rows.filter(row => row.known === null)].map(({ id }) => id));
    },
    knownIds: (object, { changed } = {}) =>
      changed ? landedSince(sql, connectionId, object, since) : allIds(sql, connectionId, object),
  };
}

const isStorableRecord = ({ id, version }: { id: string; version: string }) =>
  isStorable(id) && isBelievable(new Date(version));

/** A full read showed these, unchanged. */
export async function noteSeen(sql: Sql, runId: number, sourceRecords: readonly number[]): Promise<void> {
  if (sourceRecords.length === 0) return;
  await sql.query(
    `insert into sync_seen (run_id, source_record_id) select $1, unnest($2::bigint[]) on conflict do nothing`,
    [runId, sourceRecords],
    'sync-seen',
  );
}

async function* allIds(sql: Sql, connectionId: number, object: string): AsyncGenerator<string[]> {
  for (let last = ''; ; ) {
    const rows = await sql.query<{ id: string }>(
      `select external_id as id from source_record
       where connection_id = $1 and object = $2 and external_id > $3 and deleted_at is null
       order by external_id limit ${BATCH}`,
      [connectionId, object, last],
    );
    if (rows.length === 0) return;
    yield rows.map(row => row.id);
    last = rows.at(-1)!.id;
  }
}

async function* landedSince(sql: Sql, connectionId: number, object: string, since: Date): AsyncGenerator<string[]> {
  // As text, because a Date would drop the microseconds that the order needs.
  for (let [landedAt, last] = [since.toISOString(), 0]; ; ) {
    const rows = await sql.query<{ row: number; id: string; landed_at: string }>(
      `select id as row, external_id as id, landed_at::text as landed_at from source_record
       where connection_id = $1 and object = $2 and (landed_at, id) > ($3::timestamptz, $4) and deleted_at is null
       order by landed_at, id limit ${BATCH}`,
      [connectionId, object, landedAt, last],
    );
    if (rows.length === 0) return;
    yield rows.map(row => row.id);
    [landedAt, last] = [rows.at(-1)!.landed_at, rows.at(-1)!.row];
  }
}
