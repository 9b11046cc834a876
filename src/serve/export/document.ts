// Pure: the GraphQL document that an export runs: the way to its list, with every argument on it as a variable.
import type { GraphQLArgument, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { getNamedType, getNullableType, isNonNullType } from 'graphql';

export interface ExportDocument {
  readonly text: string;
  /** Arguments that may be given, by name. */
  readonly takes: ReadonlyMap<string, GraphQLArgument>;
  /** Whether the list is read page by page. */
  readonly isPaged: boolean;
}

interface Step {
  readonly name: string;
  readonly args: readonly GraphQLArgument[];
  readonly isPaged: boolean;
}

/** `path` leads from Query to the list; `beside` is selected of the object that holds it. */
export function exportDocument(
  schema: GraphQLSchema,
  path: readonly string[],
  selection: string,
  beside = '',
): ExportDocument {
  const steps = stepsOf(schema, path);
  const wholly = steps.reduceRight((inner, { name, args, isPaged }, at) => {
    const passed = args.map(arg => `${arg.name}: $${arg.name}`);
    const more = [at === steps.length - 2 ? beside : '', isPaged ? PAGE_INFO : ''].filter(text => text !== '');
    return `${name}${inParentheses(passed)} { ${[...more, inner].join(' ')} }`;
  }, selection);
  const args = new Map(steps.flatMap(step => step.args).map(arg => [arg.name, arg]));
  const isPaged = steps.some(step => step.isPaged);
  const takes = new Map([...args].filter(([name]) => !(isPaged && PAGING.includes(name))));
  return { text: `query Export${inParentheses([...args.values()].map(declared))} { ${wholly} }`, takes, isPaged };
}

/** Which page is read is ours to say. */
const PAGING = ['first', 'after'];
const BACKWARD = ['last', 'before'];
const PAGE_INFO = 'pageInfo { hasNextPage endCursor }';

function stepsOf(schema: GraphQLSchema, path: readonly string[]): Step[] {
  let type = schema.getQueryType() as GraphQLObjectType;
  return path.map(name => {
    const field = type.getFields()[name];
    if (!field) throw new Error(`${type.name} has no field "${name}".`);
    type = getNamedType(field.type) as GraphQLObjectType;
    const isPaged = PAGING.every(argument => field.args.some(arg => arg.name === argument));
    return { name, args: field.args.filter(arg => !isPaged || !BACKWARD.includes(arg.name)), isPaged };
  });
}

/** A default takes the place of a value that is not given. */
function declared({ name, type, defaultValue }: GraphQLArgument): string {
  return `$${name}: ${defaultValue !== undefined && isNonNullType(type) ? getNullableType(type) : type}`;
}

function inParentheses(parts: readonly string[]): string {
  return parts.length > 0 ? `(${parts.join(', ')})` : '';
}
