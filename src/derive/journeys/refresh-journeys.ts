// Brings stage visits up to date: of customers who changed, and of journeys whose definition did.
import type { Sql } from '../../base/database/sql.ts';
import { type Broken, breakApart } from '../evaluation/definitions.ts';
import { begin, isBegun, isThrough } from '../evaluation/progress.ts';
import { type Ahead, dueNoLater } from './due.ts';
import { isWalked, readJourneys, type StoredJourney } from './stored-journeys.ts';
import { walkHistories } from './walk-histories.ts';
import { writeVisits } from './write-visits.ts';

/** Customers whose histories are in memory at once. */
const BATCH = 5_000;

/**
 * Walks these customers again through every journey. Facts must be up to date. Must run under the lock of the refresh,
 * in a transaction that sees one moment of the database. Gives those for whom something lies ahead that journeys look at.
 * Of journeys that were saved since, only those through which everybody is being walked.
 */
export async function refreshJourneys(tx: Sql, customers: readonly number[], now: Date): Promise<Ahead> {
  return walkThrough(tx, (await readJourneys(tx)).filter(isInUse), customers, now);
}

const isInUse = (journey: StoredJourney): boolean => isWalked(journey) || isBegun(journey);

async function walkThrough(
  tx: Sql,
  journeys: readonly StoredJourney[],
  customers: readonly number[],
  now: Date,
): Promise<Ahead> {
  const ahead = new Map<number, Date>();
  if (journeys.length === 0) return ahead;
  for (let from = 0; from < customers.length; from += BATCH) {
    const found = await walkCustomers(tx, journeys, customers.slice(from, from + BATCH), now);
    for (const [customer, at] of found) ahead.set(customer, at);
  }
  return ahead;
}

/** Sets those aside through which these customers cannot be walked; for nobody, their definition is to blame. */
export async function findBrokenJourneys(tx: Sql, customers: readonly number[], now: Date): Promise<Broken[]> {
  return breakApart(tx, 'journey', (await readJourneys(tx)).filter(isInUse), async one => {
    await walkCustomers(tx, [one], customers, now);
  });
}

/** Forgets those that were deleted. */
export async function forgetJourneys(tx: Sql): Promise<void> {
  await tx.query(FORGET, [], 'journeys-forget');
}

/** Walks everybody through the journeys that were saved since, in one go. */
export async function walkNewJourneys(tx: Sql, now: Date): Promise<void> {
  await walkEverybody(
    tx,
    (await readJourneys(tx)).filter(one => one.isWaiting),
    now,
  );
}

/** Those that are not begun yet. Their visits are not shown before everybody was walked. */
export async function beginJourneys(tx: Sql): Promise<void> {
  const fresh = (await readJourneys(tx)).filter(one => one.isWaiting && !isBegun(one));
  if (fresh.length > 0) await begin(tx, 'journey', fresh);
}

/** Walks these customers through the journeys of these ids that can be walked. */
export async function walkBegun(
  tx: Sql,
  ids: ReadonlySet<number>,
  customers: readonly number[],
  now: Date,
): Promise<void> {
  const journeys = (await readJourneys(tx)).filter(one => ids.has(one.id) && isBegun(one));
  await dueNoLater(tx, await walkThrough(tx, journeys, customers, now));
}

/** Shows the visits of those through which everybody was walked. What changed since must be worked off. */
export async function showJourneys(tx: Sql, now: Date): Promise<void> {
  const through = (await readJourneys(tx)).filter(isThrough);
  if (through.length > 0) await conclude(tx, through, now);
}

/** Walks everybody through these journeys, as they are defined now. Must run as the refresh does. */
export async function walkEverybody(tx: Sql, journeys: readonly StoredJourney[], now: Date): Promise<void> {
  if (journeys.length === 0) return;
  for (let after = 0; ; ) {
    const rows = await tx.query<{ id: number }>(VISIBLE, [after, BATCH], 'journeys-customers');
    if (rows.length === 0) break;
    const customers = rows.map(row => row.id);
    await dueNoLater(tx, await walkCustomers(tx, journeys, customers, now));
    after = customers.at(-1)!;
  }
  await conclude(tx, journeys, now);
}

async function conclude(tx: Sql, journeys: readonly StoredJourney[], now: Date): Promise<void> {
  await tx.query(FORGET_GONE, [journeys.filter(({ walked }) => walked !== null).map(({ id }) => id)], 'journeys-gone');
  await tx.query(
    `insert into journey_state (journey_id, revision, walked_at) select id, revision, $3 from unnest($1::bigint[], $2::int[]) j(id, revision)
     on conflict (journey_id) do update set revision = excluded.revision, walked_at = excluded.walked_at,
       begun_revision = null, reached = 0`,
    [journeys.map(({ id }) => id), journeys.map(({ revision }) => revision), now],
    'journeys-walked',
  );
}

async function walkCustomers(
  tx: Sql,
  journeys: readonly StoredJourney[],
  customers: readonly number[],
  now: Date,
): Promise<Ahead> {
  const { visits, ahead } = await walkHistories(tx, journeys, customers, now);
  await writeVisits(
    tx,
    journeys.map(({ id }) => id),
    customers,
    visits,
  );
  return ahead;
}

const VISIBLE = `
select id from customer where id > $1 and deleted_at is null and merged_into is null order by id limit $2`;

/** Who went since the journeys were walked last was not met again, nor looked at while the journeys were out of date. */
const FORGET_GONE = `
delete from journey_visit v where v.journey_id = any($1::bigint[])
  and not exists (select from customer c where c.id = v.customer_id and c.deleted_at is null and c.merged_into is null)`;

const FORGET = `
with gone as (
  delete from journey_state t where not exists (select from journey j where j.id = t.journey_id) returning t.journey_id
)
delete from journey_visit v using gone g where v.journey_id = g.journey_id`;
