// Asks once, at the start, whether Redis can be used: the queue itself would wait for it for ever.
import { Redis } from 'ioredis';
import { UserError } from '../errors.ts';

const PATIENCE_MS = 5_000;

/** Throws CONFIGURATION when nobody answers there, or refuses us. */
export async function reachRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let first: Error | undefined;
  redis.on('error', (error: Error) => {
    first ??= error;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (cause) {
    // What `connect` rejects with only says that it is closed; the event said why.
    const reason = first?.message ?? (cause instanceof Error ? cause.message : String(cause));
    throw new UserError(
      'CONFIGURATION',
      `The Redis of REDIS_URL cannot be used (${reason}). Check the address and whether it is up, or leave REDIS_URL out: the queue then lives in PostgreSQL.`,
      { field: 'REDIS_URL' },
      { cause },
    );
  } finally {
    redis.disconnect();
  }
}
