// The one transaction per page: land, resolve, project, mark, cursor. There is no other crash story.
import type { Lookup, Page } from '../../../connectors/contract.ts';
import { isBelievable } from '../../../connectors/records.ts';
import { bisect, splitOnDataError } from '../../base/database/bisect.ts';
import { isDataError, type Sql } from '../../base/database/sql.ts';
import { tryOut } from '../../base/database/try-out.ts';
import { lockProjection } from '../lock.ts';
import { nameOf, type Scope } from '../ref.ts';
import { type Incoming, prepare, type Rejected, soundDeletions } from './incoming.ts';
import { noteSeen } from './known-ids.ts';
import { type Landing, landRecords } from './land-records.ts';
import { type Mapper, type MapRecords, mapRecords } from './map-records.ts';
import { accept, noteLeft, noteOffScale, rejectRecords } from './reject.ts';

/** Where a page goes: its connection and stream, the run it counts for, the lease it needs. */
export interface PageTarget extends Scope {
  readonly stream: string;
  readonly runId: number;
  readonly leaseToken: number;
  readonly map: Mapper;
  readonly lookup: Lookup;
  /** The full read under way: its run, and whether records known before it must be noted as seen. */
  readonly full: { readonly runId: number; readonly track: boolean } | null;
  readonly dryRun: boolean;
}

export interface PageCounts {
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  deleted: number;
  rejected: number;
  /** Of those created and updated, how many were taken without some of their values. */
  partial: number;
}

/** Another worker holds the connection now; nothing of this page was written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export async function commitPage(sql: Sql, target: PageTarget, page: Page): Promise<PageCounts> {
  const { incoming, rejected } = await prepare(page.records);
  const sound = { ...page, deleted: soundDeletions(page.deleted) };
  try {
    return await attempt(sql, target, sound, incoming, rejected);
  } catch (error) {
    if (!isDataError(error)) throw error;
    // One value that PostgreSQL refuses must not hold up the others: find who carries it, reject those, go on.
    const poison = await findPoison(sql, target, incoming);
    if (poison.length === 0) throw error;
    const refused = new Set<unknown>(poison.map(item => item.incoming));
    const rest = incoming.filter(item => !refused.has(item));
    return attempt(sql, target, sound, rest, [...rejected, ...poison]);
  }
}

const mapBy =
  ({ map, lookup }: PageTarget): MapRecords =>
  incoming =>
    mapRecords(incoming, map, lookup);

function attempt(
  sql: Sql,
  target: PageTarget,
  page: Page,
  incoming: readonly Incoming[],
  refused: readonly Rejected[],
): Promise<PageCounts> {
  return sql.transaction(async tx => {
    await checkLease(tx, target);
    const { deleted } = page;
    const landing = await landRecords(tx, target, { incoming, deleted, map: mapBy(target), dryRun: target.dryRun });
    const counts = countsOf(page, landing, refused.length);
    if (target.dryRun) {
      await conclude(tx, target, page, counts, 0, []);
      return counts;
    }
    const { compared, mapped, rejected } = landing;
    await rejectRecords(tx, target, target.runId, [...refused, ...rejected]);
    const { whole, partial } = await notePartial(tx, target, landing);
    counts.partial += partial;
    if (target.full?.track) await noteSeen(tx, target.full.runId, compared.unchanged);
    const liveDelta = counts.created + compared.revived - counts.deleted;
    const gone = deleted.map(({ object, id }) => ({ object, externalId: id }));
    const accepted = mapped.map(item => item.incoming).filter(item => whole.has(nameOf(item)));
    await conclude(tx, target, page, counts, liveDelta, [...accepted, ...gone]);
    return counts;
  });
}

function countsOf(page: Page, { compared, mapped, rejected, deleted }: Landing, refused: number): PageCounts {
  const unusable = new Set<unknown>(rejected.map(item => item.incoming));
  const usable = (records: readonly Incoming[]) => records.filter(item => !unusable.has(item)).length;
  return {
    read: page.records.length,
    created: usable(compared.created),
    updated: usable(compared.updated),
    unchanged: compared.unchanged.length,
    deleted,
    rejected: refused + rejected.length,
    partial: mapped.filter(({ left }) => left.length > 0).length,
  };
}

/** Into the ledger. Gives the names of those that were taken whole, and how many lost nothing but scores. */
async function notePartial(
  tx: Sql,
  target: PageTarget,
  { mapped, landed, offScale }: Landing,
): Promise<{ whole: ReadonlySet<string>; partial: number }> {
  await noteLeft(tx, target, target.runId, mapped);
  const whole = new Set(mapped.filter(({ left }) => left.length === 0).map(({ incoming }) => nameOf(incoming)));
  const answers = new Set(offScale.map(({ source }) => source));
  const unscored = landed.filter(record => answers.has(record.id) && whole.delete(nameOf(record)));
  await noteOffScale(
    tx,
    target.runId,
    offScale,
    unscored.map(({ id }) => id),
  );
  return { whole, partial: unscored.length };
}

type Named = Pick<Incoming, 'object' | 'externalId'>;
/** Of an integer column. */
const MAX_COUNT = 2 ** 31 - 1;

async function checkLease(tx: Sql, target: PageTarget): Promise<void> {
  // The lock keeps a new holder out until this page is committed, and lets heartbeats pass. The commit does not wait for
  // the disk: should the machine lose power, the page is lost together with its cursor, and is read again.
  const row = await tx.one<{ token: number }>(
    `select lease_token as token, set_config('synchronous_commit', 'off', true) from connection where id = $1 for key share`,
    [target.connectionId],
    'page-lease',
  );
  if (row?.token !== target.leaseToken)
    throw new LeaseLost(`connection ${target.connectionId} is worked by another worker`);
}

/** Moves the cursor, takes what is sound or gone off the ledger of rejected records, counts; a dry run only counts. */
async function conclude(
  tx: Sql,
  target: PageTarget,
  page: Page,
  counts: PageCounts,
  liveDelta: number,
  accepted: readonly Named[],
): Promise<void> {
  await tx.query(
    `with moved as (
       update stream_state set cursor = $4, synced_through = coalesce($5, synced_through), records = records + $6
       where connection_id = $3 and stream = $2 and not $7
     ), accepted as (
       ${accept('$3', '$15', '$16')}
     ), counted as (
       update stream_run set read = read + $8, created = created + $9, updated = updated + $10, unchanged = unchanged + $11,
         deleted = deleted + $12, rejected = rejected + $13, expected = coalesce($14, expected), partial = partial + $17
       where run_id = $1 and stream = $2
     ) select pg_notify('cxgraph_sync_run', $1::bigint::text)`,
    [
      target.runId,
      target.stream,
      target.connectionId,
      page.cursor,
      isBelievable(new Date(page.syncedThrough ?? '')) ? page.syncedThrough : null,
      liveDelta,
      target.dryRun,
      counts.read,
      counts.created,
      counts.updated,
      counts.unchanged,
      counts.deleted,
      counts.rejected,
      page.expected !== undefined && page.expected >= 0 && page.expected <= MAX_COUNT
        ? Math.round(page.expected)
        : null,
      accepted.map(({ object }) => object),
      accepted.map(({ externalId }) => externalId),
      counts.partial,
    ],
    'page-conclude',
  );
}

/** Those that carry a value which PostgreSQL refuses: found by landing all of them once more, and taking it back. */
async function findPoison(sql: Sql, target: PageTarget, incoming: readonly Incoming[]): Promise<Rejected[]> {
  const { failed } = await tryOut(sql, async tx => {
    await lockProjection(tx);
    return bisect(tx, incoming, {
      work: (part, inner) => landRecords(inner, target, { incoming: part, map: mapBy(target), isLocked: true }),
      onFailure: splitOnDataError,
    });
  });
  return failed.map(({ item, error }) => ({
    incoming: item,
    reason: `A value cannot be stored: ${(error as Error).message}`,
    fields: [],
  }));
}
