// What a run, a stream and the API say of an error: a connector's own words, or an id that is in the log.
import { randomUUID } from 'node:crypto';
import { ConnectorError } from '../../../connectors/errors.ts';
import type { Context } from '../../base/context/context.ts';
import { UserError } from '../../base/errors.ts';

/** Errors that are not meant for users may hold SQL, values or paths: those go to the log alone. */
export function failureWords(ctx: Context, error: unknown, detail: Record<string, unknown> = {}): string {
  if (error instanceof ConnectorError || error instanceof UserError) return error.message;
  const id = randomUUID();
  ctx.log.error('a sync failed unexpectedly', { id, error, ...detail });
  return `Something went wrong on our side. The log has the details under ${id}.`;
}
