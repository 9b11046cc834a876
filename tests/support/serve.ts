// A server on a free port over a test database, and a client that asks it.
import type { Connector } from '../../connectors/contract.ts';
import type { Role, Viewer } from '../../src/base/access/viewer.ts';
import { createLog } from '../../src/base/log.ts';
import { type Server, type ServerConfig, type ServerOptions, startServer } from '../../src/serve/server/http.ts';
import type { RequestOwn } from '../../src/serve/server/requests.ts';
import { createTestContext, type TestContext } from './context.ts';

export interface Answer {
  readonly status: number;
  readonly data?: Record<string, never> | null;
  readonly errors?: readonly {
    message: string;
    locations?: readonly object[];
    path?: readonly (string | number)[];
    extensions: { code: string; field?: string; id?: string; limit?: number; retryable?: boolean };
  }[];
}

export interface TestServer extends Server {
  readonly world: TestContext;
  /** Lines of the log. */
  readonly logged: string[];
  /** Ends the server alone; `close` ends its world too. */
  stop(): Promise<void>;
  /** Posts an operation. */
  ask(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
}

interface Options extends ServerOptions {
  readonly connectors?: readonly Connector[];
  readonly config?: Partial<ServerConfig>;
  /** Role of whoever is let in; by default the one that the server finds. */
  readonly role?: Role;
}

export async function startTestServer(options: Options = {}): Promise<TestServer> {
  const world = await createTestContext({ connectors: options.connectors });
  const logged: string[] = [];
  const log = createLog('warn', { write: line => void logged.push(line) });
  const runtime = {
    databaseUrl: world.url,
    control: world.control,
    requestSql: world.requestSql,
    orm: world.orm,
    queue: { check: async () => undefined },
    log,
    context: (viewer: Viewer, own: RequestOwn) => world.fork(options.role ?? viewer.role, own),
  };
  const config = { host: '127.0.0.1', port: 0, adminKey: null, databaseUrl: null, ...options.config };
  const server = await startServer(runtime, config, options);
  return {
    ...server,
    world,
    logged,
    async ask(query, variables, headers = {}) {
      const response = await fetch(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
    },
    stop: server.close,
    async close() {
      await server.close();
      await world.close();
    },
  };
}
