// A kind of job and the service call that does it.
import type { Context } from '../context/context.ts';
import type { JobDefinition, PayloadOf } from '../jobs.ts';

export interface JobRun {
  /** Aborts when the worker stops: finish the step at hand and return. The job is taken up again. */
  readonly signal: AbortSignal;
  /** Whether the queue gives the job up when this attempt fails too. */
  readonly lastAttempt: boolean;
}

/** With `parkedMs` the job is not done: it comes again after that time. */
export interface JobOutcome {
  readonly parkedMs?: number;
}

export interface JobHandler {
  readonly definition: JobDefinition;
  run(ctx: Context, payload: unknown, job: JobRun): Promise<JobOutcome>;
}

/** The payload is parsed when the job is put in and again here: an older version may have written it. */
export function implementJob<D extends JobDefinition>(
  definition: D,
  work: (ctx: Context, payload: PayloadOf<D>, job: JobRun) => Promise<JobOutcome | undefined>,
): JobHandler {
  return {
    definition,
    run: async (ctx, payload, job) => (await work(ctx, definition.payload.parse(payload) as PayloadOf<D>, job)) ?? {},
  };
}
