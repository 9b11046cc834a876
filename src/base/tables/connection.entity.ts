// A connection to one account of one source, with its schedule and its lease.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { count, createdNow, id, number, text, texts, time } from './columns.ts';

/** What the source last told of its request allowance; `resetsAt` in ms since 1970. */
export interface RateLimitState {
  limit: number | null;
  remaining: number | null;
  resetsAt: number | null;
}

export const connectionSchema = defineEntity({
  name: 'Connection',
  tableName: 'connection',
  properties: {
    id: id(),
    /** Chosen by the user, part of every external id; never changes. */
    key: text().unique('connection_key'),
    connector: text(),
    name: text(),
    /** READY, UNAUTHORIZED or FAILING; PAUSED is derived from `paused`. */
    status: text().default('READY'),
    statusMessage: text().nullable(),
    paused: p.boolean().default(false),
    account: text().nullable(),
    config: p.json<Record<string, unknown>>(),
    /** Secret config fields, encrypted with CXGRAPH_SECRET. */
    secrets: p.blob().nullable(),
    disabledStreams: texts().default([]),
    /** Lower wins a field over higher, whatever is newer; equal ones leave it to the newest. */
    priority: count(),
    rateLimit: p.json<RateLimitState>().nullable(),
    /** Fencing token: rises with every taker; a page commits only under the current one. */
    leaseToken: p.bigint('number').default(0),
    leaseHolder: text().nullable(),
    leaseExpiresAt: time().nullable(),
    scheduleCron: text().nullable(),
    /** Milliseconds. */
    scheduleEvery: number().nullable(),
    scheduleTimeZone: text().nullable(),
    scheduleMode: text().nullable(),
    createdAt: createdNow(),
    updatedAt: createdNow(),
    /** Disconnected, its data kept. Connecting the same key again takes the row up. */
    disconnectedAt: time().nullable(),
    /** Its data are being taken away, newest first, and are gone down to this source record's id; null when they are not, or all are gone. */
    deletedThrough: p.bigint('number').nullable(),
    /** Its rank changed, and what it has a say in is decided anew up to this record's id; null when all is. */
    survivedThrough: p.bigint('number').nullable(),
  },
});
export class Connection extends connectionSchema.class {}
connectionSchema.setClass(Connection);
