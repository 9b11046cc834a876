// Lets the statements of requests wait as long as a test likes, and counts those that do.
import { expect } from 'vitest';
import type { TestContext } from '../../../support/context.ts';

export interface Held {
  /** Readers of the table wait until `release`. */
  hold(...tables: string[]): Promise<void>;
  release(): Promise<void>;
  /** How many statements of requests are under way. */
  running(): Promise<number>;
  untilRunning(count: number): Promise<void>;
  end(): void;
}

export async function holding({ pool, sql }: TestContext): Promise<Held> {
  const blocker = await pool.connect();
  const running = async () => {
    const row = await sql.one<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where state <> 'idle' and datname = current_database()
       and application_name in ('cxgraph requests', 'cxgraph entities')`,
    );
    return row!.count;
  };
  return {
    hold: async (...tables) =>
      void (await blocker.query(`begin; lock table ${tables.join(', ')} in access exclusive mode`)),
    release: async () => void (await blocker.query('rollback')),
    running,
    untilRunning: count => expect.poll(running, { interval: 10 }).toBe(count),
    end: () => blocker.release(),
  };
}
