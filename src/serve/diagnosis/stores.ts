// Whether database and queue answer.
import type { Context } from '../../base/context/context.ts';
import { type Finding, ok } from './finding.ts';

const PATIENCE_MS = 5_000;

export async function lookAtStores(ctx: Context): Promise<Finding[]> {
  const row = await ctx.sql.one<{ version: string }>(`select current_setting('server_version') as version`);
  return [ok('database', `PostgreSQL ${row!.version} answers.`), await lookAtQueue(ctx)];
}

async function lookAtQueue({ jobs }: Context): Promise<Finding> {
  const late = AbortSignal.timeout(PATIENCE_MS);
  try {
    await Promise.race([
      jobs.nextRunAt('sweep'),
      new Promise((_, reject) => late.addEventListener('abort', () => reject(new Error('late')))),
    ]);
    return ok('queue', 'The queue answers.');
  } catch {
    return {
      level: 'PROBLEM',
      subject: 'queue',
      message: 'The queue does not answer: nothing is synced or counted.',
      remedy: 'Check DATABASE_URL, and REDIS_URL if it is set, and whether what is there is up.',
    };
  }
}
