// Every kind of job: its name and payload. Payloads hold ids only; the tables hold the truth.
import { z } from 'zod';

/** Jobs of one lane wait for each other only: a long sync must not hold up a timer. */
export const LANES = { syncs: 'cxgraph-syncs', timers: 'cxgraph-timers', refreshes: 'cxgraph-refreshes' } as const;
export type Lane = (typeof LANES)[keyof typeof LANES];

export interface JobDefinition<T extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly lane: Lane;
  readonly payload: T;
}

function defineJob<T extends z.ZodType>(name: string, lane: Lane, payload: T): JobDefinition<T> {
  return { name, lane, payload };
}

/** Works one sync run to its end, or until it must wait. */
export const runSync = defineJob('run-sync', LANES.syncs, z.object({ run: z.int().positive() }));
/** A schedule fell due: starts a run of that connection, unless one is unfinished. */
export const scheduledSync = defineJob('scheduled-sync', LANES.timers, z.object({ connection: z.int().positive() }));
/** Takes up runs that nobody works, and verifies schedules. */
export const sweep = defineJob('sweep', LANES.timers, z.object({}));

/** Works off what pages marked: facts and their sums, and what follows from them. */
export const refreshMarks = defineJob('refresh-marks', LANES.refreshes, z.object({}));

/** Recounts some figures at random. */
export const refreshCheck = defineJob('refresh-check', LANES.timers, z.object({}));

/** Evaluates alert rules by the figures as they are now. */
export const evaluateAlerts = defineJob('evaluate-alerts', LANES.refreshes, z.object({}));

/** Fits the lifetime models, and scores everybody. */
export const fitLifetime = defineJob('fit-lifetime', LANES.timers, z.object({}));

export type PayloadOf<D extends JobDefinition> = z.output<D['payload']>;

/** When a schedule falls due: one of `cron` and `every`. */
export interface Due {
  readonly cron?: string;
  /** Milliseconds. */
  readonly every?: number;
  /** IANA name. */
  readonly timeZone: string;
}

/** The queue, as services see it. Implemented in jobs/queue.ts. */
export interface Jobs {
  /** `id` makes it a no-op while a job of that id is waiting or being worked. Letters, digits and dashes. */
  add<D extends JobDefinition>(
    job: D,
    payload: PayloadOf<D>,
    options?: { id?: string; delayMs?: number },
  ): Promise<void>;
  /** Creates or replaces the one schedule of that key; an equal one stays as it is. Throws BAD_USER_INPUT for a bad cron. */
  schedule<D extends JobDefinition>(key: string, due: Due, job: D, payload: PayloadOf<D>): Promise<void>;
  unschedule(key: string): Promise<void>;
  /** Null when there is no such schedule. */
  nextRunAt(key: string): Promise<Date | null>;
}
