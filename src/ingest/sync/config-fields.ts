// A connector's settings as data: what users are asked for, what is secret, and what they got wrong.
import { z } from 'zod';
import type { Connector } from '../../../connectors/contract.ts';
import { badInput } from '../../base/errors.ts';

export interface ConfigField {
  readonly key: string;
  readonly label: string;
  readonly secret: boolean;
  /** An address that the secrets are sent to. */
  readonly origin: boolean;
  readonly required: boolean;
  readonly description: string;
}

export type ConfigValues = Record<string, unknown>;

/** In the order in which the connector declares them. */
export function configFields(connector: Connector): ConfigField[] {
  if (!(connector.config instanceof z.ZodObject))
    throw new Error(`The config of connector "${connector.key}" must be an object schema.`);
  return Object.entries(connector.config.shape as Record<string, z.ZodType>).map(([key, field]) => {
    const meta = metaOf(field);
    return {
      key,
      label: text(meta.label) ?? key,
      secret: meta.secret === true,
      origin: meta.origin === true,
      required: !field.safeParse(undefined).success,
      description: text(meta.description) ?? '',
    };
  });
}

/** Throws BAD_USER_INPUT that names the field. Never repeats a value: it may be a secret in the wrong place. */
export function checkConfig(connector: Connector, values: ConfigValues): void {
  const fields = configFields(connector);
  const unknown = Object.keys(values).find(key => !fields.some(field => field.key === key));
  if (unknown !== undefined) {
    const known = fields.map(field => field.key).join(', ');
    throw badInput(`config.${unknown}`, `${connector.name} has no setting "${unknown}". It has: ${known}.`);
  }
  const parsed = connector.config.safeParse(values);
  if (parsed.success) return;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  const field = fields.find(one => one.key === issue?.path[0]);
  const missing = field && values[field.key] === undefined;
  const label = field?.label ?? connector.name;
  throw badInput(
    path ? `config.${path}` : 'config',
    missing && field.required
      ? `${label} is missing: give it as "${field.key}".${field.description && ` ${field.description}`}`
      : `${label}${path ? ` ("${path}")` : ''}: ${issue?.message ?? 'is not valid'}.`,
  );
}

/**
 * Where the secrets would be sent: scheme, host and port by field, defaults included.
 * What is no address stands as it is: it differs from every other.
 */
export function originsOf(connector: Connector, values: ConfigValues): Map<string, string> {
  const { shape } = connector.config as z.ZodObject<Record<string, z.ZodType>>;
  const origins = configFields(connector).filter(field => field.origin);
  return new Map(
    origins.map(({ key }) => {
      const address = String(shape[key]?.safeParse(values[key]).data ?? values[key]);
      return [key, URL.canParse(address) ? new URL(address).origin : address];
    }),
  );
}

/**
 * Whoever may change an address must not learn by it what is stored: secrets go to a new host only when they are given
 * together with it. `given` is what the user sent; null takes a secret away. Throws BAD_USER_INPUT that names the secret.
 */
export function checkOrigins(
  connector: Connector,
  stored: ConfigValues,
  merged: ConfigValues,
  given: ConfigValues,
): void {
  const before = originsOf(connector, stored);
  const moved = [...originsOf(connector, merged)].find(([key, origin]) => origin !== before.get(key))?.[0];
  if (moved === undefined) return;
  const fields = configFields(connector);
  const kept = fields.find(({ key, secret }) => secret && stored[key] !== undefined && given[key] === undefined);
  if (!kept) return;
  const address = fields.find(({ key }) => key === moved)?.label;
  throw badInput(
    `config.${kept.key}`,
    `${address} ("${moved}") names another host: give "${kept.key}" again in the same call, or null to take it away. What is stored is never sent to a new host.`,
  );
}

/** What may be stored in the open, and what is to be sealed. */
export function splitConfig(connector: Connector, values: ConfigValues): { open: ConfigValues; secret: ConfigValues } {
  const secrets = new Set(configFields(connector).flatMap(field => (field.secret ? [field.key] : [])));
  const entries = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return {
    open: Object.fromEntries(entries.filter(([key]) => !secrets.has(key))),
    secret: Object.fromEntries(entries.filter(([key]) => secrets.has(key))),
  };
}

/** Of the field itself, or of what its default and optional wrappers hold. */
function metaOf(field: z.ZodType): Record<string, unknown> {
  const meta = field.meta();
  const inner = (field.def as { innerType?: unknown }).innerType;
  return meta || !(inner instanceof z.ZodType) ? (meta ?? {}) : metaOf(inner);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
