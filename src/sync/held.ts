// What a connector may ask about records we hold: which differ from a version, and which ids there are.
import type { ReadRequest } from '../../connectors/contract.ts';
import type { Sql } from '../database/sql.ts';

const BATCH = 1000;

/** `since`: when the run started; what was landed later was created or updated by it. */
export function heldRecords(sql: Sql, connectionId: number, since: Date): Pick<ReadRequest, 'differing' | 'held'> {
  return {
    async differing(object, seen) {
      const rows = await sql.query<{ id: string }>(
        `select i.id from unnest($3::text[], $4::timestamptz[]) as i(id, version)
         where (
           select true from source_record s
           where s.connection_id = $1 and s.object = $2 and s.external_id = i.id and s.version >= i.version and s.deleted_at is null
           limit 1
         ) is null`,
        [connectionId, object, seen.map(record => record.id), seen.map(record => record.version)],
      );
      return new Set(rows.map(row => row.id));
    },
    held: (object, options = {}) =>
      options.thisRun ? landedSince(sql, connectionId, object, since) : allIds(sql, connectionId, object),
  };
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
