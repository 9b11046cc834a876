// Requests with one hostile value each: once in the document, once among the variables.
import {
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { Hostile } from './hostile.ts';
import { type AnyField, type Place, requiredArguments } from './places.ts';
import type { Sense } from './sense.ts';
import { argumentsOf, type Fields, jsonOf, type Value, variable } from './values.ts';

export interface Request {
  /** Of what it tries, in words. */
  readonly about: string;
  /** Requests of one group try the same, and must fail with the same code. */
  readonly group: string;
  readonly operation: 'query' | 'mutation' | 'subscription';
  readonly document: string;
  /** JSON, as it is sent; empty for none. */
  readonly variables: string;
  /** It may be refused for its size or characters where its like is not. */
  readonly unequal: boolean;
}

export interface Composer {
  /** Literal, variable of the whole argument, variable of the place. Empty where no query leads to the field's type. */
  compose(place: Place, hostile: Hostile): Request[];
  /** What stands around a field of this type, with a hole for it; null where no query leads there. */
  wayTo(type: string): ((inside: string) => string) | null;
}

const OPERATIONS = { Query: 'query', Mutation: 'mutation', Subscription: 'subscription' } as const;

export function createComposer(schema: GraphQLSchema, sense: Sense): Composer {
  const ways = waysOf(schema, sense);
  const wayTo: Composer['wayTo'] = type => ways.get(type) ?? null;
  return {
    wayTo,
    compose(place, { name, value, unequal = false }) {
      const operation = (OPERATIONS as Record<string, Request['operation']>)[place.parent] ?? 'query';
      const way = place.parent in OPERATIONS ? (inside: string) => `{ ${inside} }` : wayTo(place.parent);
      if (!way) return [];
      const selection = selectionOf(schema, place.field.type, sense);
      const document = (args: Fields, declared = '') => {
        const given = argumentsOf(args);
        return given === null ? null : `${operation}${declared} ${way(`${place.field.name}${given}${selection}`)}`;
      };
      const about = `${place.name} is ${name}`;
      const shared = { group: about, operation, unequal };
      const whole = place.args(value);
      const { [place.argument.name]: inArgument, ...others } = whole;
      const forms = [
        { about: `${about} (literal)`, document: document(whole), variables: '' },
        {
          about: `${about} (argument as variable)`,
          document: document({ ...others, [place.argument.name]: variable('a') }, ` ($a: ${place.argument.type})`),
          variables: `{"a":${jsonOf(inArgument as Value)}}`,
        },
        {
          about: `${about} (variable)`,
          document: document(place.args(variable('v')), ` ($v: ${strict(place)})`),
          variables: `{"v":${jsonOf(value)}}`,
        },
      ];
      return forms.flatMap(form => (form.document === null ? [] : [{ ...shared, ...form, document: form.document }]));
    },
  };
}

function strict({ type, isStrict }: Place): string {
  return isStrict && !isNonNullType(type) ? `${type}!` : String(type);
}

/** For each type the shortest query that comes to it. */
function waysOf(schema: GraphQLSchema, sense: Sense): ReadonlyMap<string, (inside: string) => string> {
  const ways = new Map<string, (inside: string) => string>([['Query', inside => `{ ${inside} }`]]);
  const queue: GraphQLNamedType[] = [schema.getQueryType()!];
  const reach = (type: GraphQLNamedType, way: (inside: string) => string) => {
    if (ways.has(type.name)) return;
    ways.set(type.name, way);
    queue.push(type);
  };
  for (let type = queue.shift(); type; type = queue.shift()) {
    const here = ways.get(type.name)!;
    if (isAbstractType(type)) {
      for (const one of schema.getPossibleTypes(type)) {
        const { name } = one;
        reach(one, inside => here(`... on ${name} { ${inside} }`));
      }
    }
    if (!(isObjectType(type) || isInterfaceType(type))) continue;
    const parent = type.name;
    for (const field of Object.values(type.getFields()) as AnyField[]) {
      const target = getNamedType(field.type);
      // The sort of a node is only known from its id.
      if (isLeafType(target) || (parent === 'Query' && field.name === 'node')) continue;
      const args = argumentsOf(requiredArguments(parent, field, sense)) ?? '';
      reach(target, inside => here(`${field.name}${args} { ${inside} }`));
    }
  }
  return ways;
}

/** The leaves of the answer, and of what lies one level below. */
function selectionOf(schema: GraphQLSchema, type: GraphQLOutputType, sense: Sense, below = 1): string {
  const named = getNamedType(getNullableType(type));
  if (isLeafType(named)) return '';
  const parts = ['__typename'];
  if (isObjectType(named) || isInterfaceType(named)) {
    for (const field of Object.values(named.getFields())) {
      if (field.args.some(isRequiredArgument)) continue;
      if (isLeafType(getNamedType(field.type))) parts.push(field.name);
      else if (below > 0) parts.push(field.name + selectionOf(schema, field.type, sense, below - 1));
    }
  }
  return ` { ${parts.join(' ')} }`;
}
