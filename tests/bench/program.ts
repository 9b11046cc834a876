// A program of the benchmark in a process of its own: started, asked, stopped. Its CPU and memory count apart.
import { fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FROM_SOURCES } from '../support/cli.ts';

/** What a process has used since it started. */
export interface Usage {
  readonly cpuMs: number;
  /** Highest resident memory so far. */
  readonly peakMb: number;
}

export interface Program {
  /** Runs a method that the program answers; throws what it throws. */
  call<T>(method: string, argument?: unknown): Promise<T>;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

const PATIENCE_MS = 10_000;

/** `path`: without its extension, from this folder. It runs as it would in production. */
export async function startProgram(path: string): Promise<Program> {
  const extension = extname(fileURLToPath(import.meta.url));
  const child = fork(new URL(`${path}${extension}`, import.meta.url), [], {
    execArgv: extension === '.ts' ? [...FROM_SOURCES] : [],
    env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const gone = Promise.withResolvers<void>();
  child.on('exit', code => {
    for (const call of waiting.values()) call.reject(new Error(`${path} ended with code ${code}`));
    waiting.clear();
    gone.resolve();
  });
  child.on('message', ({ id, result, error }: Reply) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(`${path}: ${error}`));
  });
  let calls = 0;
  const call = <T>(method: string, argument?: unknown): Promise<T> => {
    calls += 1;
    const reply = Promise.withResolvers<unknown>();
    waiting.set(calls, reply);
    child.send({ id: calls, method, argument });
    return reply.promise as Promise<T>;
  };
  return {
    call,
    usage: () => call<Usage>('usage'),
    async stop() {
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      if (child.exitCode === null && child.signalCode === null) await gone.promise;
      clearTimeout(timer);
    },
  };
}

/** The program's side. It ends when whoever started it is gone. */
export function answerCalls(methods: Readonly<Record<string, (argument: never) => unknown>>): void {
  process.on('disconnect', () => process.exit());
  process.on('message', async ({ id, method, argument }: { id: number; method: string; argument: unknown }) => {
    try {
      const run = method === 'usage' ? usage : methods[method];
      if (!run) throw new Error(`no method ${method}`);
      process.send?.({ id, result: await run(argument as never) });
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000, peakMb: process.resourceUsage().maxRSS / 1024 };
}
