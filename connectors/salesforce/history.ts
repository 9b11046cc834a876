// What became of cases' statuses: read beside the cases that are closed, since a change of status moves the case's own stamp.
import type { Json, JsonObject } from '../contract.ts';
import { PAGE_ROWS, path } from './api.ts';
import { ApiError, isMissingObject } from './failures.ts';
import { HISTORIES } from './map/reopenings.ts';
import { isDeleted, type Row } from './rows.ts';
import type { SalesforceSession } from './session.ts';
import { QueryPage } from './wire.ts';

/** As many as one URI holds. */
const IDS = 300;
const PAGES = { 'sforce-query-options': `batchSize=${PAGE_ROWS}` };

const closedStatuses = new WeakMap<SalesforceSession, Promise<string[] | null>>();

/** Statuses, by name and label, in which a case is closed; null where the org has no history of cases, or hides it. */
export function closedStatusesOf(session: SalesforceSession): Promise<string[] | null> {
  const known = closedStatuses.get(session) ?? readClosed(session);
  closedStatuses.set(session, known);
  known.catch(() => closedStatuses.delete(session));
  return known;
}

async function readClosed(session: SalesforceSession): Promise<string[] | null> {
  try {
    const { fields } = await session.describe('CaseHistory');
    const names = new Set(fields.map(field => field.name));
    if (!['CaseId', 'Field', 'OldValue', 'NewValue', 'CreatedDate'].every(name => names.has(name))) return null;
    const statuses = await all(session, 'SELECT ApiName,MasterLabel,IsClosed FROM CaseStatus');
    const closed = statuses.filter(status => status.IsClosed === true);
    return [...new Set(closed.flatMap(({ ApiName, MasterLabel }) => [ApiName, MasterLabel].filter(isText)))].sort();
  } catch (error) {
    if (!isMissingObject(error) && !(error instanceof ApiError && error.code === 'INVALID_FIELD')) throw error;
    session.host.log('info', 'when cases were reopened is not told: no history of cases', { object: 'CaseHistory' });
    return null;
  }
}

/** Closed cases with every change of their status, oldest first. Deleted ones and open ones are left as they are. */
export async function withHistories(session: SalesforceSession, object: string, rows: readonly Row[]): Promise<Row[]> {
  const wanted = object === 'Case' ? rows.filter(row => row.payload.IsClosed === true && !isDeleted(row)) : [];
  const closed = wanted.length > 0 ? await closedStatusesOf(session) : null;
  if (closed === null) return [...rows];
  const found = new Map<string, JsonObject[]>(wanted.map(row => [row.id, []]));
  const ids = [...found.keys()].filter(id => /^[A-Za-z0-9]{15,18}$/.test(id));
  for (let i = 0; i < ids.length; i += IDS) {
    const list = ids.slice(i, i + IDS).map(id => `'${id}'`);
    const soql = `SELECT Id,CaseId,Field,OldValue,NewValue,CreatedDate FROM CaseHistory WHERE Field = 'Status' AND CaseId IN (${list.join(',')})`;
    for (const change of await all(session, soql)) found.get(String(change.CaseId))?.push(changeOf(change));
  }
  return rows.map(row => {
    const changes = found.get(row.id);
    if (!changes) return row;
    const records = changes.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    return { ...row, payload: { ...row.payload, [HISTORIES]: { records, closedStatuses: closed } } };
  });
}

const isText = (value: Json | undefined): value is string => typeof value === 'string';
const keyOf = ({ CreatedDate, Id }: JsonObject): string => `${CreatedDate} ${Id}`;
const changeOf = ({ Id, OldValue, NewValue, CreatedDate }: JsonObject): JsonObject => ({
  ...{ Id: Id ?? null, CreatedDate: CreatedDate ?? null },
  ...{ OldValue: OldValue ?? null, NewValue: NewValue ?? null },
});

async function all(session: SalesforceSession, soql: string): Promise<JsonObject[]> {
  const records: JsonObject[] = [];
  let page = await session.call(QueryPage, path.query(soql), { headers: PAGES });
  for (;;) {
    records.push(...page.records);
    if (page.done || !page.nextRecordsUrl) return records;
    page = await session.call(QueryPage, page.nextRecordsUrl, { headers: PAGES });
  }
}
