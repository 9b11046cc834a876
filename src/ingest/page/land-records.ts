// Landing: the one way from records that arrive to profiles, for pages of syncs, our own API and imports alike.
import type { Deletion } from '../../../connectors/contract.ts';
import type { Sql } from '../../base/database/sql.ts';
import type { Landed, Scores } from '../landed.ts';
import { lockProjection } from '../lock.ts';
import { nameOf, refOf, type Scope } from '../ref.ts';
import type { OffScale } from '../surveys/answers.ts';
import type { Incoming } from './incoming.ts';
import type { Mapped, MappedRecords, MapRecords } from './map-records.ts';
import { mergedBefore } from './merged-before.ts';
import { insertOptimistically, project } from './project.ts';
import { scoreRecords } from './score-records.ts';
import { type Comparison, compare, confirm, write, writeTombstones } from './source-records.ts';

/** What arrives together, and what differs between those who bring it. */
export interface Arrival {
  readonly incoming: readonly Incoming[];
  readonly deleted?: readonly Deletion[];
  /** Is asked for those that are new or changed. */
  readonly map: MapRecords;
  /** Of texts that were scored before. */
  readonly scores?: Scores;
  /** Whether who brings it holds the projection lock already. Otherwise as much as can be is written before waiting for it. */
  readonly isLocked?: boolean;
  /** Writes nothing, and only tells what is new, changed and rejected. */
  readonly dryRun?: boolean;
}

export interface Landing extends MappedRecords {
  readonly compared: Comparison;
  readonly landed: readonly Landed[];
  /** How many records got a tombstone that had none. */
  readonly deleted: number;
  /** Answers whose score is none on the scale of their question. */
  readonly offScale: readonly OffScale[];
}

/** Compare, map, write, score, insert optimistically, lock, leave tombstones, project, mark. */
export async function landRecords(tx: Sql, scope: Scope, arrival: Arrival): Promise<Landing> {
  const { incoming, deleted = [], map, scores, isLocked = false, dryRun = false } = arrival;
  const compared = await compare(tx, scope, incoming);
  const { mapped, rejected } = await map([...compared.created, ...compared.updated]);
  const nothing: Landing = { compared, mapped, rejected, landed: [], deleted: 0, offScale: [] };
  if (dryRun) return nothing;
  await confirm(tx, compared.confirmed);
  if (mapped.length === 0 && deleted.length === 0) return nothing;
  let landed = await writeMapped(tx, scope, mapped, scores);
  if (!isLocked) {
    // Only these records were touched so far: others could be projected meanwhile.
    landed = await insertOptimistically(tx, scope, landed, deleted.length === 0);
    await lockProjection(tx);
  }
  const merged = await mergedBefore(tx, scope, deleted, new Set(incoming.map(nameOf)), map);
  const former = await writeMapped(tx, scope, merged);
  if (former.length > 0) await project(tx, scope, former, []);
  const tombstones = await writeTombstones(tx, scope, deleted);
  const unseen = new Set(former.map(record => record.id));
  const offScale = await project(tx, scope, landed, tombstones);
  const gone = tombstones.filter(record => record.fresh && !unseen.has(record.id));
  return { ...nothing, landed, deleted: gone.length, offScale };
}

/** One that became newer meanwhile is not landed. */
async function writeMapped(tx: Sql, scope: Scope, mapped: readonly Mapped[], known?: Scores): Promise<Landed[]> {
  const rows = await write(
    tx,
    scope,
    mapped.map(item => item.incoming),
  );
  const scores = await scoreRecords(
    mapped.flatMap(item => item.records),
    known,
  );
  return mapped.flatMap(({ incoming, records }) => {
    const row = rows.get(nameOf(incoming));
    if (!row) return [];
    const { object, externalId, version } = incoming;
    const ref = refOf(scope, object, externalId);
    return [{ id: row.id, isNew: row.isNew, object, externalId, ref, version, records, scores, optimistic: null }];
  });
}
