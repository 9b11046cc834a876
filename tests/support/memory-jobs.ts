// A queue that only remembers what was put into it, for tests of services.
import type { Due, JobDefinition, Jobs } from '../../src/base/jobs.ts';

export interface MemoryJobs extends Jobs {
  readonly added: { name: string; payload: unknown; id?: string; delayMs?: number }[];
  readonly schedules: Map<string, { due: Due; name: string; payload: unknown }>;
}

export function createMemoryJobs(): MemoryJobs {
  const added: MemoryJobs['added'] = [];
  const schedules: MemoryJobs['schedules'] = new Map();
  return {
    added,
    schedules,
    async add(job: JobDefinition, payload: unknown, options = {}) {
      if (options.id && added.some(one => one.id === options.id)) return;
      added.push({ name: job.name, payload: job.payload.parse(payload), ...options });
    },
    async schedule(key, due, job, payload) {
      schedules.set(key, { due, name: job.name, payload: job.payload.parse(payload) });
    },
    async unschedule(key) {
      schedules.delete(key);
    },
    async nextRunAt(key) {
      const every = schedules.get(key)?.due.every;
      return every ? new Date(Date.now() + every) : null;
    },
  };
}
