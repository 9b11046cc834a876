// The connections of one program, apart by what they are for, so that none waits behind what takes longer.
import type pg from 'pg';
import { createPool } from './sql.ts';

export interface Pools {
  /** What requests read and change. */
  readonly requests: pg.Pool;
  /** Pages, refreshes and other work that goes on by itself. */
  readonly jobs: pg.Pool;
  /** Heartbeats, health, and ending statements: nothing that takes long. */
  readonly control: pg.Pool;
}

/**
 * Besides, one program has up to 4 for the entity mapper, 16 for the queue and one that listens: some 45 of the 100 that
 * PostgreSQL has by default, so that another worker finds room beside a server.
 */
const CONNECTIONS = { requests: 10, jobs: 10, control: 3 };
/** How long one waits for a connection. */
const PATIENCE_MS = { requests: 3_000, jobs: 60_000, control: 5_000 };
/** What a request may take is settled elsewhere, and less; should it fail, the database itself ends the statement. */
export const STATEMENT_MS = 65_000;

export function createPools(connectionString: string): Pools {
  const pool = (name: keyof Pools, more: pg.PoolConfig = {}) =>
    createPool(connectionString, {
      max: CONNECTIONS[name],
      connectionTimeoutMillis: PATIENCE_MS[name],
      application_name: `cxgraph ${name}`,
      ...more,
    });
  return {
    requests: pool('requests', { statement_timeout: STATEMENT_MS }),
    jobs: pool('jobs'),
    control: pool('control'),
  };
}

export async function endPools(pools: Pools): Promise<void> {
  await Promise.all(Object.values(pools).map((pool: pg.Pool) => pool.end()));
}
