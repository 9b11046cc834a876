// Which connections cannot work, and what they brought that could not be used.
import type { Context } from '../../base/context/context.ts';
import { type Finding, ok } from './finding.ts';

/** So many reasons are told, the most frequent first. */
const MOST = 20;

interface Stored {
  readonly key: string;
  readonly status: string;
  readonly message: string | null;
  readonly paused: boolean;
  readonly runs: boolean;
}

/** Of all, or of that row id. */
export async function lookAtConnections({ sql }: Context, connection: number | null): Promise<Finding[]> {
  const connections = await sql.query<Stored>(
    `select c.key, c.status, c.status_message as message, c.paused,
       exists (select from sync_run r where r.connection_id = c.id) as runs
     from connection c where c.disconnected_at is null and c.connector <> 'api' and ($1::bigint is null or c.id = $1)
     order by c.key`,
    [connection],
  );
  const rejected = await sql.query<{ key: string; reason: string; n: number }>(
    `select c.key, r.reason, count(*) as n from rejected_record r join connection c on c.id = r.connection_id
     where $1::bigint is null or c.id = $1 group by 1, 2 order by n desc, 1, 2 limit ${MOST}`,
    [connection],
  );
  return [
    ...connections.map(stateOf),
    ...rejected.map(
      ({ key, reason, n }): Finding => ({
        level: 'NOTICE',
        subject: `connection ${key}`,
        message: `${n} ${n === 1 ? 'record was' : 'records were'} rejected: ${reason}`,
        remedy: `Look at them with rejectedRecords(connection: "${key}"), and correct them at the source: each is read again when it changes.`,
      }),
    ),
  ];
}

function stateOf({ key, status, message, paused, runs }: Stored): Finding {
  const subject = `connection ${key}`;
  if (paused) return ok(subject, 'It is paused.');
  if (status === 'UNAUTHORIZED')
    return {
      level: 'PROBLEM',
      subject,
      message: `The source refuses the credentials. ${message ?? ''}`.trim(),
      remedy: 'Enter new ones with updateConnection.',
    };
  if (status !== 'READY')
    return {
      level: 'PROBLEM',
      subject,
      message: `It does not work at the moment. ${message ?? ''}`.trim(),
      remedy: 'Look at the source’s own status page; it is tried again by itself. testConnection asks it at once.',
    };
  if (!runs)
    return {
      level: 'NOTICE',
      subject,
      message: 'It was never synced.',
      remedy: `Start a sync with startSync(connection: "${key}"), or schedule one with scheduleSync.`,
    };
  return ok(subject, 'It works.');
}
