// Puts jobs and schedules into the queue.
import { defaultRepeatStrategy, type Queue } from 'bullmq';
import { badInput } from '../errors.ts';
import { type Due, type Jobs, LANES } from '../jobs.ts';
import type { Log } from '../log.ts';
import { throttled } from '../throttle.ts';
import { createBackend, migrateBackend, type QueueStore } from './backend.ts';

export { migrateBackend as migrateQueue };

export interface JobQueue {
  readonly jobs: Jobs;
  /** Rejects when the store cannot be reached. */
  check(): Promise<void>;
  close(): Promise<void>;
}

const JOB = {
  attempts: 8,
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  // Our tables hold the truth. A finished job that stayed would keep its id from being used again.
  removeOnComplete: true,
  removeOnFail: true,
};

export function createQueue(store: QueueStore, log: Log): JobQueue {
  const backend = createBackend(store);
  const warn = throttled(log);
  const queues = new Map<string, Queue>();
  const queueOf = (lane: string): Queue => {
    let queue = queues.get(lane);
    if (!queue) {
      queue = backend.queue(lane, { defaultJobOptions: JOB });
      // Without a listener an error event ends the process.
      queue.on('error', error => warn('the queue reported an error', { error }));
      queues.set(lane, queue);
    }
    return queue;
  };
  const timers = (): Queue => queueOf(LANES.timers);
  return {
    jobs: {
      async add(job, payload, options = {}) {
        await queueOf(job.lane).add(job.name, job.payload.parse(payload), {
          jobId: options.id,
          delay: options.delayMs,
        });
      },
      async schedule(key, due, job, payload) {
        if (job.lane !== LANES.timers) throw new Error(`"${job.name}" cannot be scheduled: it is not a timer job.`);
        const template = { name: job.name, data: job.payload.parse(payload) };
        if (await isScheduled(timers(), key, due, template)) return;
        checkCron(due);
        await timers().upsertJobScheduler(key, repeat(due), template);
      },
      async unschedule(key) {
        await timers().removeJobScheduler(key);
      },
      async nextRunAt(key) {
        const scheduler = await timers().getJobScheduler(key);
        return scheduler?.next ? new Date(scheduler.next) : null;
      },
    },
    async check() {
      await timers().waitUntilReady();
      await timers().getJobCounts('waiting');
    },
    async close() {
      await Promise.allSettled([...queues.values()].map(queue => queue.close()));
      await backend.close();
    },
  };
}

function repeat(due: Due) {
  return due.cron ? { pattern: due.cron, tz: due.timeZone } : { every: due.every, tz: due.timeZone };
}

/** Replacing a schedule moves its next run, so an equal one is left alone. */
async function isScheduled(
  queue: Queue,
  key: string,
  due: Due,
  template: { name: string; data: unknown },
): Promise<boolean> {
  const found = await queue.getJobScheduler(key);
  return (
    found?.name === template.name &&
    JSON.stringify(found.template?.data) === JSON.stringify(template.data) &&
    (found.pattern ?? undefined) === due.cron &&
    (found.every ?? undefined) === (due.cron ? undefined : due.every) &&
    (found.tz ?? undefined) === due.timeZone &&
    // A schedule without a next run has been lost by the queue.
    typeof found.next === 'number'
  );
}

/** By the queue's own parser, before its store is asked: what the store says is no fault of the expression. */
function checkCron(due: Due): void {
  if (!due.cron) return;
  try {
    defaultRepeatStrategy(Date.now(), repeat(due));
  } catch (error) {
    throw badInput('cron', `This is not a cron expression: ${(error as Error).message}`);
  }
}
