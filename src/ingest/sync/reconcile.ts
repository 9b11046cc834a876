// The source's own count beside ours: the proof, visible to everyone, that nothing was lost.
import type { Session, Stream } from '../../../connectors/contract.ts';
import type { Sql } from '../../base/database/sql.ts';

/** Incremental runs count once in this time: the figure is for trust, not for every minute. */
const COUNT_EVERY_HOURS = 24;

export async function reconcile(
  sql: Sql,
  session: Session,
  stream: Stream,
  connectionId: number,
  mode: 'FULL' | 'INCREMENTAL',
): Promise<void> {
  if (!stream.count) return;
  const due = await sql.one(
    `select 1 from stream_state where connection_id = $1 and stream = $2
       and ($3 = 'FULL' or source_counted_at is null or source_counted_at < now() - $4 * interval '1 hour')`,
    [connectionId, stream.name, mode, COUNT_EVERY_HOURS],
  );
  if (!due) return;
  const count = await stream.count(session);
  if (count === null) return;
  await sql.query(
    `update stream_state set source_count = $3, source_counted_at = now() where connection_id = $1 and stream = $2`,
    [connectionId, stream.name, count],
  );
}
