// The only reader of the environment: checks it once, reports every error at once, gives a frozen Config.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { UserError } from './errors.ts';
import type { LogLevel } from './log.ts';

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Null: the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Null: the queue lives in PostgreSQL. */
  readonly redisUrl: string | null;
  /** Absolute. */
  readonly dataDir: string;
  /** Whether the simulated CRMs run, and are connected at the first start. */
  readonly sandbox: boolean;
  /** Bearer token of the administrator. Null: whoever reaches us over loopback is one, with the embedded database only. */
  readonly adminKey: string | null;
  /** Seals stored credentials. Null: one kept in `dataDir`, with the embedded database only. */
  readonly secret: string | null;
  readonly logLevel: LogLevel;
  /** Figures about fewer customers than this are withheld. */
  readonly minReport: number;
  /** Figures from fewer answers than this are flagged as not reliable. */
  readonly minReliable: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const url = (...protocols: string[]) =>
  z.string().refine(value => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `must be a URL that starts with ${protocols.map(protocol => `${protocol}//`).join(' or ')}`,
  });
const long = (length: number, remedy: string) =>
  z.string().min(length, `must have at least ${length} characters; make one with: ${remedy}`);
const random = 'node -p "crypto.randomBytes(24).toString(\'base64url\')"';

const floor = z.coerce
  .number({ error: 'must be a whole number from 1' })
  .int('must be a whole number from 1')
  .min(1, 'must be a whole number from 1')
  .max(1_000_000, 'must be at most 1000000');

const variables = z.object({
  PORT: z.coerce
    .number({ error: 'must be a number from 0 to 65535' })
    .int('must be a whole number from 0 to 65535')
    .min(0, 'must be from 0 to 65535')
    .max(65535, 'must be from 0 to 65535')
    .default(4000),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  REDIS_URL: url('redis:', 'rediss:').optional(),
  CXGRAPH_DATA_DIR: z.string().default('.cxgraph'),
  CXGRAPH_SANDBOX: z.enum(['on', 'off'], { error: 'must be "on" or "off"' }).optional(),
  CXGRAPH_ADMIN_KEY: long(16, random).optional(),
  CXGRAPH_SECRET: long(16, random).optional(),
  CXGRAPH_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'must be one of debug, info, warn, error, silent' })
    .default('warn'),
  CXGRAPH_MIN_REPORT: floor.default(5),
  CXGRAPH_MIN_RELIABLE: floor.default(30),
});

/**
 * Reads `.env` in the working directory too, where there is one; the real environment wins. Throws CONFIGURATION, of a malformed
 * `.env` with one line for each of its lines.
 */
export function loadConfig(environment: Environment = process.env, envFile = '.env'): Config {
  return parseConfig({ ...readEnvFile(envFile), ...withoutEmpty(environment) });
}

/** Throws CONFIGURATION with one line for each variable that is wrong. */
export function parseConfig(environment: Environment): Config {
  const parsed = variables.safeParse(withoutEmpty(environment));
  const errors = parsed.success ? [] : parsed.error.issues.map(issue => `${issue.path.join('.')} ${issue.message}.`);
  const value = parsed.data;
  if (value) errors.push(...contradictions(value));
  if (!value || errors.length > 0) throw new UserError('CONFIGURATION', errors.join('\n'), { errors });
  return Object.freeze({
    port: value.PORT,
    host: value.HOST,
    databaseUrl: value.DATABASE_URL ?? null,
    redisUrl: value.REDIS_URL ?? null,
    dataDir: resolve(value.CXGRAPH_DATA_DIR),
    sandbox: value.CXGRAPH_SANDBOX ? value.CXGRAPH_SANDBOX === 'on' : value.DATABASE_URL === undefined,
    adminKey: value.CXGRAPH_ADMIN_KEY ?? null,
    secret: value.CXGRAPH_SECRET ?? null,
    logLevel: value.CXGRAPH_LOG_LEVEL,
    minReport: value.CXGRAPH_MIN_REPORT,
    minReliable: value.CXGRAPH_MIN_RELIABLE,
  });
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function contradictions(value: z.output<typeof variables>): string[] {
  const errors: string[] = [];
  if (!value.CXGRAPH_ADMIN_KEY && !isLoopback(value.HOST))
    errors.push(
      `CXGRAPH_ADMIN_KEY is missing: with HOST=${value.HOST} other machines reach the API. Set it, or leave HOST at 127.0.0.1.`,
    );
  if (value.DATABASE_URL && !value.CXGRAPH_SECRET)
    errors.push(
      'CXGRAPH_SECRET is missing: with DATABASE_URL it seals the credentials of connections. Set it to at least 16 random characters and keep it.',
    );
  return errors;
}

function readEnvFile(file: string): Environment {
  const text = readText(file);
  // Node passes over such lines, or takes them for part of the next name.
  const errors = wrongLines(text).map(
    line => `Line ${line} of ${resolve(file)} is neither NAME=value nor a comment. Correct it, or put a # before it.`,
  );
  if (errors.length > 0) throw new UserError('CONFIGURATION', errors.join('\n'), { errors });
  return parseEnv(text);
}

/** One assignment, whose quoted value may go over several lines; a comment; or nothing. */
const ENTRY = /[ \t\r]*(?:#[^\n]*|(?:export[ \t]+)?[\w.-]+[ \t]*=[ \t]*(?:"[^"]*"|'[^']*'|`[^`]*`)?[^\n]*)?(?:\n|$)/y;

/** Numbers from 1. What stands there may be a secret, and is not told. */
function wrongLines(text: string): number[] {
  const wrong: number[] = [];
  for (let at = 0; at < text.length; ) {
    ENTRY.lastIndex = at;
    if (ENTRY.test(text)) at = ENTRY.lastIndex;
    else {
      wrong.push(text.slice(0, at).split('\n').length);
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end + 1;
    }
  }
  return wrong;
}

/** Empty without the file. Throws CONFIGURATION. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return '';
    // To go on without it would mean other settings than those that somebody wrote down.
    throw new UserError(
      'CONFIGURATION',
      `The file ${resolve(file)} cannot be read (${message}). Make it a text file that this user may read, or take it away.`,
      {},
      { cause },
    );
  }
}

/** `NAME=` in a shell or file means that it is not set. */
function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
}
