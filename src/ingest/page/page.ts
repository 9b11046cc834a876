// The one transaction per page: land, resolve, project, mark, cursor. There is no other crash story.
import type { Lookup, Page } from '../../../connectors/contract.ts';
import { isBelievable } from '../../../connectors/records.ts';
import { isDataError, type Sql } from '../../base/database/sql.ts';
import { lockProjection } from '../lock.ts';
import type { Scope } from '../ref.ts';
import type { OffScale } from '../surveys/answers.ts';
import { type Incoming, prepare, type Rejected, soundDeletions } from './incoming.ts';
import { noteSeen } from './known-ids.ts';
import { compare, confirm, write, writeTombstones } from './land.ts';
import { type Mapped, type Mapper, mapRecords } from './map-records.ts';
import { landMerged } from './merged-before.ts';
import { type LandedRecord, project, projectAhead } from './project.ts';
import { accept, noteLeft, noteOffScale, rejectRecords } from './reject.ts';
import { scoreRecords } from './score-records.ts';

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
    if (poison.size === 0) throw error;
    const rest = incoming.filter(item => !poison.has(item));
    return attempt(sql, target, sound, rest, [...rejected, ...poison.values()]);
  }
}

async function attempt(
  sql: Sql,
  target: PageTarget,
  page: Page,
  incoming: readonly Incoming[],
  refusedBefore: readonly Rejected[],
): Promise<PageCounts> {
  return sql.transaction(async tx => {
    await checkLease(tx, target);
    const compared = await compare(tx, target, incoming);
    const { mapped, rejected } = await mapRecords(
      [...compared.created, ...compared.updated],
      target.map,
      target.lookup,
    );
    const bad = [...refusedBefore, ...rejected];
    const refused = new Set<unknown>(rejected.map(item => item.incoming));
    const created = compared.created.filter(item => !refused.has(item)).length;
    const updated = compared.updated.filter(item => !refused.has(item)).length;
    const counts = {
      read: page.records.length,
      created,
      updated,
      unchanged: compared.unchanged.length,
      deleted: 0,
      rejected: bad.length,
      partial: mapped.filter(({ left }) => left.length > 0).length,
    };
    if (target.dryRun) {
      await conclude(tx, target, page, counts, 0, []);
      return counts;
    }
    await confirm(tx, compared.confirmed);
    let landed: LandedRecord[] = [];
    let offScale: readonly OffScale[] = [];
    if (mapped.length > 0 || page.deleted.length > 0) {
      const fresh = new Set(compared.created);
      // Landing touches this stream's records only, so other pages may be projected meanwhile.
      landed = await land(tx, target, mapped, fresh, page.deleted.length === 0);
      await lockProjection(tx);
      const former = await landMerged(tx, target, page.deleted, new Set(incoming.map(nameOf)));
      if (former.length > 0) await project(tx, target, former, []);
      const tombstones = await writeTombstones(tx, target, page.deleted);
      const unseen = new Set(former.map(record => record.id));
      counts.deleted = tombstones.filter(record => record.fresh && !unseen.has(record.id)).length;
      offScale = await project(tx, target, landed, tombstones);
    }
    await rejectRecords(tx, target, target.runId, bad);
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
    counts.partial += unscored.length;
    if (target.full?.track) await noteSeen(tx, target.full.runId, compared.unchanged);
    const liveDelta = created + compared.revived - counts.deleted;
    const gone = page.deleted.map(({ object, id }) => ({ object, externalId: id }));
    const accepted = mapped.map(({ incoming }) => incoming).filter(item => whole.has(nameOf(item)));
    await conclude(tx, target, page, counts, liveDelta, [...accepted, ...gone]);
    return counts;
  });
}

type Named = Pick<Incoming, 'object' | 'externalId'>;
/** Of an integer column. */
const MAX_COUNT = 2 ** 31 - 1;
const nameOf = ({ object, externalId }: Named) => `${object}/${externalId}`;

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

async function land(
  tx: Sql,
  target: PageTarget,
  mapped: readonly Mapped[],
  fresh: ReadonlySet<Incoming>,
  profiles: boolean,
): Promise<LandedRecord[]> {
  const rows = await write(
    tx,
    target,
    mapped.map(item => item.incoming),
  );
  const scores = await scoreRecords(mapped.flatMap(item => item.records));
  const ids = new Map(rows.map(row => [`${row.object}/${row.external_id}`, row.id]));
  const landed = mapped.flatMap(({ incoming, records }) => {
    const id = ids.get(`${incoming.object}/${incoming.externalId}`);
    const { object, externalId, version } = incoming;
    return id === undefined ? [] : [{ id, object, externalId, version, isNew: fresh.has(incoming), records, scores }];
  });
  return projectAhead(tx, target, landed, new Set(rows.filter(row => row.fresh).map(row => row.id)), profiles);
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

class Undo extends Error {}

/** Tries each record on its own and takes it back: slow, and only after a page failed. */
async function findPoison(
  sql: Sql,
  target: PageTarget,
  incoming: readonly Incoming[],
): Promise<Map<Incoming, Rejected>> {
  const poison = new Map<Incoming, Rejected>();
  for (const item of incoming) {
    try {
      await sql.transaction(async tx => {
        const { mapped } = await mapRecords([item], target.map, target.lookup);
        await lockProjection(tx);
        await project(tx, target, await land(tx, target, mapped, new Set(), false), []);
        throw new Undo();
      });
    } catch (error) {
      if (error instanceof Undo) continue;
      if (!isDataError(error)) throw error;
      poison.set(item, { incoming: item, reason: `A value cannot be stored: ${error.message}`, fields: [] });
    }
  }
  return poison;
}
