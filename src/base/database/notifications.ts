// Listens to PostgreSQL's notifications: one connection a process, made again when it breaks.
import pg from 'pg';
import type { Log } from '../log.ts';
import { isDatabaseAway } from './sql.ts';

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
  /** The one client there is, or the attempt to have one; null while there is neither. */
  let client: Promise<pg.Client> | null = null;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const open = async (): Promise<pg.Client> => {
    const fresh = new pg.Client({ connectionString, application_name: 'cxgraph listener', keepAlive: true });
    fresh.on('error', () => undefined);
    fresh.on('notification', ({ channel, payload }) => {
      for (const heard of listeners.get(channel) ?? []) heard(payload ?? '');
    });
    try {
      await fresh.connect();
      for (const channel of listeners.keys()) await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      // It may be connected all the same, and nobody else knows of it.
      fresh.end().catch(() => undefined);
      throw error;
    }
    return fresh;
  };
  /** Only one at a time; who comes meanwhile waits for the same. */
  const connect = (): Promise<pg.Client> => {
    if (client) return client;
    const attempt = open();
    client = attempt;
    const gone = () => lose(attempt);
    // An error comes before the end, and what is asked in between would fail.
    attempt.then(current => current.once('error', gone).once('end', gone), gone);
    return attempt;
  };
  const lose = (attempt: Promise<pg.Client>): void => {
    if (client !== attempt) return;
    client = null;
    if (!closed && listeners.size > 0) retry ??= setTimeout(reconnect, RETRY_MS);
  };
  /** Once more where the connection broke just then. */
  const ask = async (channel: string, isAgain = false): Promise<void> => {
    const attempt = connect();
    const current = await attempt;
    try {
      // It does no harm where the connection was made with this channel.
      await current.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      if (isAgain || !isDatabaseAway(error)) throw error;
      lose(attempt);
      await ask(channel, true);
    }
  };
  const reconnect = () => {
    retry = undefined;
    if (closed || listeners.size === 0) return;
    connect().then(
      () => {
        for (const group of listeners.values()) for (const heard of group) heard(null);
      },
      error => log.warn('notifications are not heard', { error }),
    );
  };

  return {
    async listen(channel, heard) {
      const group = listeners.get(channel) ?? new Set();
      listeners.set(channel, group.add(heard));
      try {
        await ask(channel);
      } catch (error) {
        group.delete(heard);
        if (group.size === 0) listeners.delete(channel);
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
