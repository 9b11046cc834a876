// Starts the hunted program and keeps what its log says.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { FROM_SOURCES } from '../../support/cli.ts';
import type { Target } from './sender.ts';

export interface Memory {
  /** Bytes after a collection. */
  readonly heapUsed: number;
  readonly rss: number;
}

export interface Hunted extends Target {
  /** Lines of its log at warn and above. */
  readonly log: readonly LogLine[];
  memory(): Promise<Memory>;
  /** Why it is not running any more; null while it is. */
  death(): string | null;
  stop(): Promise<void>;
}

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly id?: string;
  readonly path?: string;
  readonly error?: { readonly name: string; readonly message: string; readonly code?: string; readonly stack?: string };
}

const PROGRAM = fileURLToPath(new URL('hunted.program.ts', import.meta.url));
const KEY = 'a-key-for-the-hunter-only';

interface Said {
  readonly ready?: string;
  readonly line?: string;
  readonly memory?: Memory;
}

export async function startHunted(databaseUrl: string): Promise<Hunted> {
  const child: ChildProcess = fork(PROGRAM, {
    execArgv: ['--expose-gc', ...FROM_SOURCES],
    env: {
      ...process.env,
      PORT: '0',
      DATABASE_URL: databaseUrl,
      CXGRAPH_SANDBOX: 'off',
      CXGRAPH_SECRET: 'a secret for tests only',
      CXGRAPH_ADMIN_KEY: KEY,
      // Few people: nothing is withheld.
      CXGRAPH_MIN_REPORT: '1',
    },
  });
  const log: LogLine[] = [];
  let death: string | null = null;
  child.on('exit', (code, signal) => {
    death = `it ended with ${signal ?? code}`;
  });
  const said = <K extends keyof Said>(what: K): Promise<NonNullable<Said[K]>> =>
    new Promise((resolve, reject) => {
      const onMessage = (message: Said) => {
        if (message[what] === undefined) return;
        child.off('message', onMessage);
        resolve(message[what]);
      };
      child.on('message', onMessage);
      child.once('exit', () => reject(new Error(death ?? 'it ended')));
    });
  child.on('message', ({ line }: Said) => {
    if (line !== undefined) log.push(JSON.parse(line) as LogLine);
  });
  const url = await said('ready');
  return {
    url,
    authorization: `Bearer ${KEY}`,
    log,
    memory() {
      const answer = said('memory');
      child.send('memory');
      return answer;
    },
    death: () => death,
    async stop() {
      if (death !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}
