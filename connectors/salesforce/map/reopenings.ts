// Pure: how often a case was reopened, and when it was first resolved, by the changes of its status.
import type { JsonObject } from '../../contract.ts';
import { moment, text } from './fields.ts';

/** Also stands among a case's columns while its history can be read: when it comes, all cases are read again. */
export const HISTORIES = 'Histories';

export interface Reopenings {
  readonly reopenCount: number | null;
  readonly reopenedAt: string | null;
  readonly firstResolvedAt: string | null;
}

const NOT_TOLD: Reopenings = { reopenCount: null, reopenedAt: null, firstResolvedAt: null };

/**
 * Told where the changes lead from an open status to a closed one. Where statuses are not tracked, tracking began later, or
 * old changes are gone, they do not, and nobody knows how often the case was reopened.
 */
export function reopeningsOf(payload: JsonObject): Reopenings {
  const history = payload[HISTORIES] as { records?: JsonObject[]; closedStatuses?: string[] } | undefined;
  if (!Array.isArray(history?.records) || !Array.isArray(history.closedStatuses)) return NOT_TOLD;
  const closed = new Set(history.closedStatuses);
  const isClosed = (change: JsonObject | undefined, side: 'OldValue' | 'NewValue') =>
    change !== undefined && closed.has(text(change, side) ?? '');
  const changes = history.records;
  if (isClosed(changes[0], 'OldValue') || !isClosed(changes.at(-1), 'NewValue')) return NOT_TOLD;
  const reopened = changes.filter(change => isClosed(change, 'OldValue') && !isClosed(change, 'NewValue'));
  const resolved = changes.find(change => isClosed(change, 'NewValue'));
  return {
    reopenCount: reopened.length,
    reopenedAt: reopened[0] ? moment(reopened[0], 'CreatedDate') : null,
    firstResolvedAt: resolved ? moment(resolved, 'CreatedDate') : null,
  };
}
