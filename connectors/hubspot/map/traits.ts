// Pure: custom properties to traits, by the type that the account declared.
import type { Json, JsonObject, Lookup, MapInput } from '../../contract.ts';
import { COMMON_PROPERTIES, objectType } from '../objects.ts';
import { bool, moment, number, type Properties, text } from './values.ts';

interface Definition {
  readonly type: string;
  readonly fieldType: string | null;
}

/**
 * A value that does not fit its declared type becomes null, and its text is kept as `<name>_raw`.
 * Cleared and unset properties are left out. Without a definition the text itself is the trait.
 */
export function traits({ object }: MapInput, properties: Properties, lookup: Lookup): Record<string, Json> {
  const known = new Set([...COMMON_PROPERTIES, ...objectType(object).properties]);
  const definitions = definitionsOf(lookup('property_schema', object));
  const result: [string, Json][] = [];
  for (const [name, value] of Object.entries(properties)) {
    const raw = known.has(name) ? null : text(value);
    if (raw === null) continue;
    const typed = typedValue(raw, definitions.get(name));
    result.push([name, typed]);
    if (typed === null) result.push([`${name}_raw`, raw]);
  }
  // Names are the account's: as entries, even "__proto__" is only a name.
  return Object.fromEntries(result);
}

function typedValue(raw: string, definition: Definition | undefined): Json {
  switch (definition?.type) {
    case 'number':
      return number(raw);
    case 'bool':
      return bool(raw);
    case 'date':
      return moment(raw)?.slice(0, 10) ?? null;
    case 'datetime':
      return moment(raw);
    case 'enumeration':
      return definition.fieldType === 'checkbox'
        ? raw.split(';').filter(option => option !== '')
        : enumeration(raw, definition);
    default:
      return raw;
  }
}

/** A single checkbox is an enumeration of "true" and "false". */
function enumeration(raw: string, definition: Definition): Json {
  return definition.fieldType === 'booleancheckbox' ? bool(raw) : raw;
}

function definitionsOf(schema: JsonObject | undefined): Map<string, Definition> {
  const list = Array.isArray(schema?.properties) ? schema.properties : [];
  const entries = list.flatMap((item): [string, Definition][] => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
    return typeof item.name === 'string' && typeof item.type === 'string'
      ? [[item.name, { type: item.type, fieldType: text(item.fieldType) }]]
      : [];
  });
  return new Map(entries);
}
