// The command line, started from its sources as people start it: each command is a program of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const MAIN = `${ROOT}src/main.ts`;

/** What Node is told so that it loads our sources. */
export const FROM_SOURCES = ['--import', new URL('programs/compile.mjs', import.meta.url).href] as const;

export interface Command {
  readonly program: ChildProcess;
  /** Null when it was killed. */
  readonly code: Promise<number | null>;
  /** Of stdout and stderr, so far. */
  text(): string;
  out(): string;
  error(): string;
}

/** `environment` is all it gets, beside the path. */
export function startCommand(environment: NodeJS.ProcessEnv, ...args: string[]): Command {
  const program = spawn(process.execPath, [...FROM_SOURCES, MAIN, ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, CXGRAPH_SANDBOX: 'off', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [text, out, error] = ['', '', ''];
  program.stdout.on('data', chunk => {
    out += chunk;
    text += chunk;
  });
  program.stderr.on('data', chunk => {
    error += chunk;
    text += chunk;
  });
  const code = once(program, 'exit').then(([status]) => status as number | null);
  return { program, code, text: () => text, out: () => out, error: () => error };
}

/** Until it has ended by itself, and all it said has been heard. */
export async function runCommand(
  environment: NodeJS.ProcessEnv,
  ...args: string[]
): Promise<{ code: number; out: string; error: string }> {
  const { program, out, error } = startCommand(environment, ...args);
  const [code] = await once(program, 'close');
  return { code, out: out(), error: error() };
}

/** For commands on the database of a test. */
export function settingsFor(databaseUrl: string, folder: string) {
  return {
    DATABASE_URL: databaseUrl,
    CXGRAPH_DATA_DIR: folder,
    CXGRAPH_SECRET: 'a secret for tests only',
    CXGRAPH_ADMIN_KEY: 'a key for tests only',
  };
}
