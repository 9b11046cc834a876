// Listens to PostgreSQL's notifications: one connection a process, made again when it breaks.
import pg from 'pg';
import type { Log } from '../log.ts';

export interface Notifications {
  /**
   * Calls `heard` with each payload, and with null after the connection was away, when some may have been missed.
   * Resolves once it listens. Gives back what ends it.
   */
  listen(channel: string, heard: (payload: string | null) => void): Promise<() => void>;
  close(): Promise<void>;
}

const RETRY_MS = 1_000;

/** Connects when the first listener comes. */
export function createNotifications(connectionString: string, log: Log): Notifications {
  const listeners = new Map<string, Set<(payload: string | null) => void>>();
  let client: Promise<pg.Client> | null = null;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const connect = async (): Promise<pg.Client> => {
    const fresh = new pg.Client({ connectionString, application_name: 'cxgraph listener', keepAlive: true });
    fresh.on('error', () => undefined);
    fresh.on('notification', ({ channel, payload }) => {
      for (const heard of listeners.get(channel) ?? []) heard(payload ?? '');
    });
    await fresh.connect();
    fresh.on('end', lost);
    for (const channel of listeners.keys()) await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
    return fresh;
  };
  const lost = () => {
    client = null;
    if (closed || listeners.size === 0) return;
    retry = setTimeout(reconnect, RETRY_MS);
  };
  const reconnect = () => {
    client = connect();
    client.then(
      () => {
        for (const group of listeners.values()) for (const heard of group) heard(null);
      },
      error => {
        log.warn('notifications are not heard', { error });
        lost();
      },
    );
  };

  return {
    async listen(channel, heard) {
      const group = listeners.get(channel) ?? new Set();
      const isNew = !listeners.has(channel);
      listeners.set(channel, group.add(heard));
      try {
        const isConnected = client !== null;
        client ??= connect();
        const current = await client;
        if (isNew && isConnected) await current.query(`listen ${pg.escapeIdentifier(channel)}`);
      } catch (error) {
        group.delete(heard);
        client = null;
        throw error;
      }
      return () => group.delete(heard);
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await client?.then(
        current => current.end(),
        () => undefined,
      );
    },
  };
}
