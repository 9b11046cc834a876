// Whether the process lives, and whether it can do its work.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import type { Sql } from '../../base/database/sql.ts';
import { pendingMigrations } from '../../base/tables/migrate.ts';
import { type Age, readAge } from '../../derive/refresh/age.ts';

export interface HealthSource {
  /** Not used by anything that takes long. */
  readonly control: Sql;
  readonly orm: MikroORM;
  readonly queue: { check(): Promise<void> };
}

const PATIENCE_MS = 5_000;

/**
 * `/healthz` for the process, `/readyz` for what it needs: also whether figures move. Neither needs a login, so neither
 * tells why.
 */
export function addHealth(app: FastifyInstance, source: HealthSource): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  let looking: Promise<Readiness> | null = null;
  app.get('/readyz', async (_request, reply) => {
    // Whoever asks meanwhile gets the same answer: strangers may ask as often as they like.
    looking ??= look(source).finally(() => {
      looking = null;
    });
    const readiness = await looking;
    return reply.code(readiness.status === 'ok' ? 200 : 503).send(readiness);
  });
}

interface Readiness {
  readonly status: 'ok' | 'failed';
  readonly checks: Readonly<Record<string, 'ok' | 'failed' | 'late'>>;
  /** Subjects left out of figures: known, and no reason to take the server out of use. Null when that cannot be told. */
  readonly setAside: number | null;
}

async function look({ control, queue, orm }: HealthSource): Promise<Readiness> {
  const age: { known?: Age } = {};
  const checks = {
    database: control.query('select 1').then(() => true),
    queue: queue.check().then(() => true),
    migrations: pendingMigrations(orm).then(pending => pending.length === 0),
    figures: readAge(control).then(known => {
      age.known = known;
      return true;
    }),
  };
  const results: [string, 'ok' | 'failed' | 'late'][] = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, (await inTime(check)) ? 'ok' : 'failed']),
  );
  const found: Readiness['checks'] = { ...Object.fromEntries(results), ...(age.known?.isLate && { figures: 'late' }) };
  const isReady = Object.values(found).every(result => result === 'ok');
  return { status: isReady ? 'ok' : 'failed', checks: found, setAside: age.known?.setAside ?? null };
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
