// Every place where a client may put a value: each argument of each field, and whatever lies in it.
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { Sense } from './sense.ts';
import type { Fields, Value } from './values.ts';

export type AnyField = GraphQLField<unknown, unknown>;

export interface Place {
  /** The type that has the field, such as "Query" or "Segment". */
  readonly parent: string;
  readonly field: AnyField;
  /** Such as "Query.customers(where.country[0])". */
  readonly name: string;
  /** The argument it lies in. */
  readonly argument: GraphQLArgument;
  readonly type: GraphQLInputType;
  /** Whether a variable put here needs a type without null. */
  readonly isStrict: boolean;
  /** The type and field it is declared at: places of one kind take the same values. */
  readonly kind: string;
  /** All arguments, sound but for this place. */
  args(value: Value): Fields;
}

/** How often a type may lie in itself. */
const RECURSION = 2;

export function placesOf(schema: GraphQLSchema, sense: Sense): Place[] {
  return Object.values(schema.getTypeMap()).flatMap(type => {
    if (!(isObjectType(type) || isInterfaceType(type)) || type.name.startsWith('__')) return [];
    return Object.values(type.getFields()).flatMap(field => placesOfField(type.name, field as AnyField, sense));
  });
}

function placesOfField(parent: string, field: AnyField, sense: Sense): Place[] {
  const required = requiredArguments(parent, field, sense);
  return field.args.flatMap(argument => {
    const found: Place[] = [];
    const add = (
      type: GraphQLInputType,
      path: string,
      kind: string,
      isStrict: boolean,
      args: (value: Value) => Fields,
    ): void => {
      found.push({ parent, field, argument, type, kind, isStrict, name: `${parent}.${field.name}(${path})`, args });
    };
    const walk = (
      type: GraphQLInputType,
      path: string,
      kind: string,
      above: readonly string[],
      args: (value: Value) => Fields,
      inOneOf = false,
    ): void => {
      add(type, path, kind, inOneOf || isNonNullType(type), args);
      const bare = getNullableType(type);
      if (isListType(bare)) walk(bare.ofType, `${path}[0]`, `${kind}[]`, above, value => args([value]));
      if (!isInputObjectType(bare) || above.filter(name => name === bare.name).length >= RECURSION) return;
      const sound = sense.valueOf(bare, kind) as Fields;
      for (const inner of Object.values(bare.getFields())) {
        const innerArgs = (value: Value) => args({ ...(bare.isOneOf ? {} : sound), [inner.name]: value });
        walk(
          inner.type,
          `${path}.${inner.name}`,
          `${bare.name}.${inner.name}`,
          [...above, bare.name],
          innerArgs,
          bare.isOneOf,
        );
      }
    };
    const place = `${parent}.${field.name}.${argument.name}`;
    walk(argument.type, argument.name, place, [], value => ({ ...required, [argument.name]: value }));
    return found;
  });
}

/** What a field cannot do without, and what nobody would do without. */
export function requiredArguments(parent: string, field: AnyField, sense: Sense): Fields {
  const args: Record<string, Value> = {};
  for (const argument of field.args) {
    const isPage = argument.name === 'first' && getNamedType(argument.type).name === 'Int';
    if (isRequiredArgument(argument) || isPage)
      args[argument.name] = sense.valueOf(argument.type, `${parent}.${field.name}.${argument.name}`);
  }
  return args;
}
