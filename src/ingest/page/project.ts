// Projecting a page: canonical records to customers, accounts, interactions and answers, then marks for what changed.
import type { CanonicalRecord, Of } from '../../../connectors/records.ts';
import type { Sql } from '../../base/database/sql.ts';
import { projectOrganizations } from '../accounts/project.ts';
import { insertPersons } from '../customers/optimistic-insert.ts';
import { projectPersons } from '../customers/project.ts';
import { refreshCustomers, refreshLastInteraction } from '../customers/survive.ts';
import { bindRefs, refsOf } from '../identity/bind.ts';
import { inheritFromCases } from '../interactions/cases.ts';
import { projectLinks } from '../interactions/links.ts';
import { projectInteractions } from '../interactions/project.ts';
import { insertInteractions } from '../interactions/write.ts';
import type { Landed, LandedAs } from '../landed.ts';
import { mark } from '../marks/marks.ts';
import { refOf, type Scope } from '../ref.ts';
import { type OffScale, projectAnswers } from '../surveys/answers.ts';
import { projectSurveys } from '../surveys/definitions.ts';
import { projectInvitations, projectResponses } from '../surveys/project.ts';
import type { Tombstone } from './source-records.ts';

/**
 * Optimistic insert: writes what can be written before the lock, so that pages wait for each other as little as can be: rows of records that
 * are new. Nobody else sees or waits for those before the commit; under the lock it is looked up again whom they belong to.
 * Rows that were there before are left to `project`: who holds the lock may be waiting for one of them.
 * People get customers with `profiles` only: not where the page says of others who they are.
 */
export async function insertOptimistically(
  tx: Sql,
  scope: Scope,
  landed: readonly Landed[],
  profiles: boolean,
): Promise<Landed[]> {
  const ours = landed.filter(({ isNew }) => isNew);
  // Before the people: nothing may belong to a customer that may be taken back.
  await insertInteractions(tx, scope, landedAs(ours, 'interaction'));
  const optimistic = await insertPersons(tx, scope, landedAs(ours, 'person'), profiles);
  return landed.map(record => (record.isNew ? { ...record, optimistic } : record));
}

function landedAs<T extends CanonicalRecord['type']>(landed: readonly Landed[], type: T): LandedAs<Of<T>>[] {
  return landed.flatMap(item =>
    item.records.filter((record): record is Of<T> => record.type === type).map(record => ({ ...item, record })),
  );
}

/** What becomes rows that metrics count. */
const MEASURED: ReadonlySet<CanonicalRecord['type']> = new Set(['interaction', 'response', 'invitation']);

/** Must run under `lockProjection`. Returns the answers whose score is none on the scale of their question. */
export async function project(
  tx: Sql,
  scope: Scope,
  landed: readonly Landed[],
  tombstones: readonly Tombstone[],
): Promise<OffScale[]> {
  const of = <T extends CanonicalRecord['type']>(type: T) => landedAs(landed, type);
  const gone = tombstones.map(({ id, object, merged_into }) => ({
    id,
    mergedInto: merged_into === null ? null : refOf(scope, object, merged_into),
  }));
  // A changed record may no longer be what it was: a campaign response that was taken back, for example.
  const without = (...types: CanonicalRecord['type'][]): number[] => [
    ...tombstones.map(record => record.id),
    ...landed
      .filter(record => !record.isNew && !record.records.some(({ type }) => types.includes(type)))
      .map(record => record.id),
  ];

  const movedAccounts = await projectOrganizations(tx, scope, of('organization'), gone);
  const employees = await bindAccounts(tx, movedAccounts);
  const persons = await projectPersons(tx, scope, of('person'), gone);
  const active = new Set([
    ...(await bindCustomers(tx, persons.moved)),
    ...(await projectInteractions(tx, scope, of('interaction'), without('interaction'))),
  ]);
  const surveys = await projectSurveys(
    tx,
    scope,
    of('survey').map(item => item.record),
  );
  const responses = await projectResponses(tx, scope, of('response'), without('response'));
  const answers = await projectAnswers(tx, scope, of('answer'), without('answer', 'response'));
  await projectInvitations(tx, scope, of('invitation'), without('invitation'));
  const links = await projectLinks(tx, scope, of('links'), without('links'));
  for (const customer of links.customers) active.add(customer);

  const employed = await refreshCustomers(tx, await customersOf(tx, [...employees, ...links.employees]));
  await refreshLastInteraction(tx, [...active]);
  await mark(tx, {
    customers: [...active, ...persons.changed, ...responses.customers, ...employed],
    records: landed.filter(record => record.records.some(({ type }) => MEASURED.has(type))).map(record => record.id),
    gone: without('interaction', 'response', 'invitation'),
    answered: answers.responses,
    surveys,
  });
  return [...responses.offScale, ...answers.offScale];
}

/** Rows that name a person who came, or changed hands, now. Returns the customers whose timeline changed. */
export async function bindCustomers(tx: Sql, moved: readonly number[]): Promise<number[]> {
  return bindCustomerRefs(tx, await refsOf(tx, 'EXTERNAL_ID', moved));
}

/** The same, given what names them. */
export async function bindCustomerRefs(tx: Sql, refs: readonly string[]): Promise<number[]> {
  const invitations = await bindRefs(tx, 'survey_invitation', 'customer', refs);
  const interactions = await bindRefs(tx, 'interaction', 'customer', refs);
  const responses = await bindRefs(tx, 'survey_response', 'customer', refs);
  const bound = [invitations, interactions, responses].flatMap(({ customers }) => customers);
  return [...bound, ...(await inheritFromCases(tx, interactions.ids))];
}

/** The same for accounts. Returns the person records that name them as their employer. */
export async function bindAccounts(tx: Sql, moved: readonly number[]): Promise<number[]> {
  return bindAccountRefs(tx, await refsOf(tx, 'ACCOUNT_ID', moved));
}

/** The same, given what names them. */
export async function bindAccountRefs(tx: Sql, refs: readonly string[]): Promise<number[]> {
  if (refs.length === 0) return [];
  const interactions = await bindRefs(tx, 'interaction', 'account', refs);
  await inheritFromCases(tx, interactions.ids);
  await bindRefs(tx, 'survey_response', 'account', refs);
  const rows = await tx.query<{ id: number }>(
    `select id from person_record where account_ref = any($1)`,
    [refs],
    'project-employees',
  );
  return rows.map(row => row.id);
}

/** Whose these person records are. */
export async function customersOf(tx: Sql, records: readonly number[]): Promise<number[]> {
  if (records.length === 0) return [];
  const rows = await tx.query<{ id: number }>(
    `select distinct customer_id as id from person_record where id = any($1)`,
    [records],
    'project-customers',
  );
  return rows.map(row => row.id);
}

export interface Touched {
  /** Customers of whom a record came, changed or went. */
  readonly touched: readonly number[];
  /** Person records whose employer is another now. */
  readonly employees: readonly number[];
  /** Customers whose timeline changed. */
  readonly active: readonly number[];
}

/** What follows once it is decided anew who is who: fields survive, activity is looked up, all of them are marked. */
export async function refreshTouched(tx: Sql, { touched, employees, active }: Touched): Promise<void> {
  const changed = await refreshCustomers(tx, [...new Set([...touched, ...(await customersOf(tx, employees))])]);
  await refreshLastInteraction(tx, [...new Set(active)]);
  await mark(tx, { customers: [...new Set([...changed, ...active, ...touched])] });
}
