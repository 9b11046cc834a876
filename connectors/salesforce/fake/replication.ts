// getUpdated and getDeleted: ids by time, with the limits both have.
import type { FakeRow } from '../../kit/fake-rows.ts';
import { WireError } from './errors.ts';
import type { Org } from './org.ts';

const DAY_MS = 86_400_000;
const DAYS_BACK = { updated: 30, deleted: 15 } as const;

/** Milliseconds of start and end are cut: Salesforce looks at seconds only. */
export function replicated(
  org: Org,
  object: string,
  kind: 'updated' | 'deleted',
  query: URLSearchParams,
  now: number,
): unknown {
  const start = seconds(query.get('start'));
  const end = seconds(query.get('end'));
  if (!(start < end) || start < now - DAYS_BACK[kind] * DAY_MS)
    throw new WireError(400, 'INVALID_REPLICATION_DATE', 'startDate before org replication enabled date');
  const rows: FakeRow[] = [];
  for (const row of org.table(object).rows.scan('modified', { modifiedAt: start, id: '' })) {
    if (row.modifiedAt >= end) break;
    if ((row.fields.IsDeleted === true) === (kind === 'deleted')) rows.push(row);
  }
  const latestDateCovered = moment(end);
  if (kind === 'updated') return { ids: rows.map(row => row.id), latestDateCovered };
  return {
    deletedRecords: rows.map(row => ({ id: row.id, deletedDate: moment(row.modifiedAt) })),
    earliestDateAvailable: moment(now - DAYS_BACK.deleted * DAY_MS),
    latestDateCovered,
  };
}

function seconds(text: string | null): number {
  const at = Date.parse((text ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Math.floor(at / 1000) * 1000;
}

function moment(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}.000+0000`;
}
