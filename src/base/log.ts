// The log: one JSON object a line on stderr. Only file that knows pino.
import { type DestinationStream, destination, type Logger, pino } from 'pino';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Details must hold no secret and no personal data. An error goes under the key `error`. */
export interface Log {
  debug(message: string, detail?: Record<string, unknown>): void;
  info(message: string, detail?: Record<string, unknown>): void;
  warn(message: string, detail?: Record<string, unknown>): void;
  error(message: string, detail?: Record<string, unknown>): void;
  /** A log whose every line carries these fields. */
  child(fields: Record<string, unknown>): Log;
}

export function createLog(level: LogLevel, stream: DestinationStream = destination({ fd: 2, sync: true })): Log {
  return wrap(pino({ level, base: null, serializers: { error: safeError } }, stream));
}

function wrap(logger: Logger): Log {
  return {
    debug: (message, detail = {}) => logger.debug(detail, message),
    info: (message, detail = {}) => logger.info(detail, message),
    warn: (message, detail = {}) => logger.warn(detail, message),
    error: (message, detail = {}) => logger.error(detail, message),
    child: fields => wrap(logger.child(fields)),
  };
}

/** Only fields that cannot carry row values: PostgreSQL puts those into `detail` and `where`. */
function safeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { name, message, code, stack, cause: error.cause === undefined ? undefined : safeError(error.cause) };
}
