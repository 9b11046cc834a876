// Pure: arguments as they come from a command line or an address, as text, become the variables of a GraphQL request.
import type { GraphQLArgument, GraphQLInputType } from 'graphql';
import { getNullableType, isInputObjectType, isListType } from 'graphql';
import { badInput } from '../../base/errors.ts';

/** By name; several where it was given more than once. */
export type GivenArguments = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * What has the wrong kind stays text: the check of the request says so in its own words.
 * @throws UserError BAD_USER_INPUT naming an argument that is unknown or not JSON.
 */
export function readVariables(
  what: string,
  given: GivenArguments,
  takes: ReadonlyMap<string, GraphQLArgument>,
): Record<string, unknown> {
  const variables: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const argument = takes.get(name);
    if (!argument)
      throw badInput(
        name,
        `The export "${what}" takes no "${name}"; it takes ${[...takes.keys()].join(', ') || 'no arguments'}.`,
      );
    variables[name] = read(name, value, argument.type);
  }
  return variables;
}

function read(field: string, given: string | readonly string[], type: GraphQLInputType): unknown {
  const wanted = getNullableType(type);
  if (typeof given === 'string') return valueIn(field, given, wanted);
  if (!isListType(wanted)) throw badInput(field, `"${field}" was given ${given.length} times; give it once.`);
  return given.flatMap(text => valueIn(field, text, wanted) as unknown[]);
}

/** Lists as `A,B`, objects as `key=value,key=value`; both as JSON too. */
function valueIn(field: string, text: string, given: GraphQLInputType): unknown {
  const type = getNullableType(given);
  if (isListType(type)) {
    if (text.startsWith('[')) return parsed(field, text);
    return text === '' ? [] : text.split(',').map(item => valueIn(field, item, type.ofType));
  }
  if (isInputObjectType(type)) {
    if (text.startsWith('{')) return parsed(field, text);
    const fields = type.getFields();
    return Object.fromEntries(
      text.split(',').map(pair => {
        const at = pair.indexOf('=');
        if (at < 1)
          throw badInput(
            field,
            `"${field}" is JSON such as {"key":"value"}, or key=value; "${pair.slice(0, 40)}" is neither.`,
          );
        const [key, value] = [pair.slice(0, at), pair.slice(at + 1)];
        const inner = Object.hasOwn(fields, key) ? fields[key] : undefined;
        return [key, inner ? valueIn(`${field}.${key}`, value, inner.type) : value];
      }),
    );
  }
  return scalarOf(field, text, type.name);
}

function scalarOf(field: string, text: string, type: string): unknown {
  if (type === 'JSON') return parsed(field, text);
  if (type === 'Boolean' && /^(true|false)$/.test(text)) return text === 'true';
  const isNumber = type === 'Int' || type === 'Float';
  return isNumber && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function parsed(field: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badInput(field, `"${field}" is no JSON: ${(error as Error).message}.`);
  }
}
