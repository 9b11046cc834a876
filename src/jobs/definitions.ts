// Every kind of job: its name and payload. Payloads hold ids only; the tables hold the truth.
import { z } from 'zod';

export interface JobDefinition<T extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly payload: T;
}

function defineJob<T extends z.ZodType>(name: string, payload: T): JobDefinition<T> {
  return { name, payload };
}

/** Works one sync run to its end, or until it must wait. */
export const runSync = defineJob('run-sync', z.object({ run: z.int().positive() }));
/** A schedule fell due: starts a run of that connection, unless one is unfinished. */
export const scheduledSync = defineJob('scheduled-sync', z.object({ connection: z.int().positive() }));
/** Takes up runs that nobody works, and verifies schedules. */
export const sweep = defineJob('sweep', z.object({}));

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
  /** `id` makes it a no-op while a job of that id is waiting. */
  add<D extends JobDefinition>(
    job: D,
    payload: PayloadOf<D>,
    options?: { id?: string; delayMs?: number },
  ): Promise<void>;
  /** Creates or replaces the one schedule of that key. */
  schedule<D extends JobDefinition>(key: string, due: Due, job: D, payload: PayloadOf<D>): Promise<void>;
  unschedule(key: string): Promise<void>;
  /** Null when there is no such schedule. */
  nextRunAt(key: string): Promise<Date | null>;
}
