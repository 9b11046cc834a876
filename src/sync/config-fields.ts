// A connector's settings as data: what users are asked for, what is secret, and what they got wrong.
import { z } from 'zod';
import type { Connector } from '../../connectors/contract.ts';
import { badInput } from '../errors.ts';

export interface ConfigField {
  readonly key: string;
  readonly label: string;
  readonly secret: boolean;
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
