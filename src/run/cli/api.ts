// Starts the HTTP server over a runtime, and says it well when the port is taken.
import { UserError } from '../../base/errors.ts';
import { startServer } from '../../serve/server/http.ts';
import type { Runtime } from './runtime.ts';

export interface Api {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  close(): Promise<void>;
}

/** Throws CONFIGURATION when the address cannot be used. */
export async function startApi(runtime: Runtime): Promise<Api> {
  const { host, port } = runtime.config;
  try {
    return await startServer(runtime, runtime.config);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new UserError(
        'CONFIGURATION',
        `Port ${port} is in use. Stop what uses it, or start with another: PORT=${port + 1} npm start`,
        { field: 'PORT' },
        { cause },
      );
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new UserError('CONFIGURATION', `HOST=${host} is no address of this machine.`, { field: 'HOST' }, { cause });
    if (code === 'EACCES')
      throw new UserError(
        'CONFIGURATION',
        `Port ${port} needs more rights than this user has. Use one above 1023.`,
        { field: 'PORT' },
        { cause },
      );
    throw cause;
  }
}
