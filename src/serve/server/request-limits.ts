// What one request and one caller may take: time, connections, and size of the answer.
import type { Role } from '../../base/access/viewer.ts';
import type { Allowance } from '../../base/context/budget.ts';

export interface RequestLimits {
  /** Milliseconds that a query may take; a subscription may for each of its readings. */
  readonly queryMs: Readonly<Record<Role, number>>;
  /** The same of a mutation. It is not cut short when its client leaves, because it is to be done once. */
  readonly mutationMs: number;
  /** The same of an export, which ends when its client leaves; each of its statements may take as long as the database lets it. */
  readonly exportMs: number;
  /** Connections to the database that one request holds at a time. */
  readonly perRequest: number;
  /** The same of all requests of one caller, which is a name at an address. */
  readonly perCaller: number;
  /** Readings of one caller that wait for a connection; more are refused. All subscriptions of a caller may hear of one change. */
  readonly waiting: number;
  readonly answer: Allowance;
}

export const REQUEST_LIMITS: RequestLimits = {
  queryMs: { VIEWER: 5_000, ANALYST: 15_000, OPERATOR: 15_000, ADMIN: 15_000 },
  mutationMs: 60_000,
  exportMs: 3_600_000,
  perRequest: 2,
  perCaller: 4,
  waiting: 1_200,
  answer: { cells: 50_000, bytes: 8_000_000 },
};
