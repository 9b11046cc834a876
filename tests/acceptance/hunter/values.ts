// Values as they are sent: as JSON among the variables, and as GraphQL in the document.

/** Text that is sent as it stands, for what JavaScript's own values cannot hold. `literal` null: GraphQL has no such literal. */
export class Raw {
  constructor(
    readonly json: string,
    readonly literal: string | null = json,
  ) {}
}

export type Value = null | boolean | number | string | Raw | readonly Value[] | { readonly [key: string]: Value };
export type Fields = { readonly [key: string]: Value };

export const enumValue = (name: string): Raw => new Raw(JSON.stringify(name), name);
export const variable = (name: string): Raw => new Raw('null', `$${name}`);

export function jsonOf(value: Value): string {
  if (value instanceof Raw) return value.json;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(jsonOf).join(',')}]`;
  return `{${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}:${jsonOf(one)}`)
    .join(',')}}`;
}

/** Null where GraphQL cannot say it: a key that is no name. */
export function literalOf(value: Value): string | null {
  if (value instanceof Raw) return value.literal;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return joined(value.map(literalOf), '[', ']');
  return joined(
    Object.entries(value).map(([key, one]) => {
      const text = literalOf(one);
      return text !== null && /^[_A-Za-z]\w*$/.test(key) ? `${key}: ${text}` : null;
    }),
    '{',
    '}',
  );
}

/** The arguments of a field, with their parentheses; empty for none. */
export function argumentsOf(args: Fields): string | null {
  if (Object.keys(args).length === 0) return '';
  const text = literalOf(args);
  return text === null ? null : `(${text.slice(1, -1)})`;
}

function joined(parts: readonly (string | null)[], open: string, close: string): string | null {
  return parts.includes(null) ? null : `${open}${parts.join(', ')}${close}`;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
