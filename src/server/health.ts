// Whether the process lives, and whether it can do its work.

import type { MikroORM } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import { pendingMigrations } from '../database/migrate.ts';
import type { Sql } from '../database/sql.ts';

export interface HealthSource {
  readonly sql: Sql;
  readonly orm: MikroORM;
  readonly queue: { check(): Promise<void> };
}

const PATIENCE_MS = 5_000;

/** `/healthz` for the process, `/readyz` for what it needs. Neither needs a login, so neither tells why. */
export function addHealth(app: FastifyInstance, source: HealthSource): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const checks = {
      database: source.sql.query('select 1').then(() => true),
      queue: source.queue.check().then(() => true),
      migrations: pendingMigrations(source.orm).then(pending => pending.length === 0),
    };
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, (await inTime(check)) ? 'ok' : 'failed'] as const),
    );
    const ready = results.every(([, result]) => result === 'ok');
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'failed', checks: Object.fromEntries(results) });
  });
}

async function inTime(check: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>(resolve => {
    timer = setTimeout(resolve, PATIENCE_MS, false);
  });
  try {
    return await Promise.race([check, late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
