// Tells the log who was set aside and who was taken up again: ids only.
import { encodeId } from '../../base/ids.ts';
import type { Log } from '../../base/log.ts';
import type { Broken } from '../evaluation/definitions.ts';
import type { Failed } from './set-aside.ts';

export type RefreshLog = Pick<Log, 'info' | 'warn'>;

export interface Told {
  readonly aside: Failed[];
  readonly broken: Broken[];
  readonly takenUp: number[];
  /** Subjects whose durations are measured by another calendar than before; null where it is the same. */
  recounted: number | null;
}

/** So many of them are named. */
const EXAMPLES = 5;

/** Such as customer_42; of a record that belongs to nobody, record_17. */
export const subjectId = (subject: number): string =>
  subject > 0 ? encodeId('customer', subject) : encodeId('record', -subject);

/** One line for each step and reason, however many subjects there are. */
export function tell(log: RefreshLog, { aside, broken, takenUp, recounted }: Told): void {
  const groups = Map.groupBy(aside, ({ step, reason }) => JSON.stringify({ step, reason }));
  for (const failed of groups.values()) {
    const { step, reason } = failed[0]!;
    log.warn('set aside by the refresh: "cxgraph doctor" and the query "diagnose" list them', {
      step,
      reason,
      ...counted(failed.map(({ subject }) => subject)),
    });
  }
  for (const { kind, id, reason } of broken)
    log.warn(`a ${kind} cannot be evaluated and is not kept up`, { id: encodeId(kind, id), reason });
  if (recounted !== null)
    log.info('the default business calendar changed: business durations were counted anew', { subjects: recounted });
  if (takenUp.length > 0) log.info('taken up again by the refresh', counted(takenUp));
}

const counted = (subjects: readonly number[]) => ({
  subjects: subjects.length,
  examples: subjects.slice(0, EXAMPLES).map(subjectId),
});
