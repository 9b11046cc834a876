// The bounds of every value that a client sends, checked once, where it enters: as it was written, before it is coerced.
import type {
  ASTNode,
  DocumentNode,
  GraphQLInputObjectType,
  GraphQLInputType,
  GraphQLScalarType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import {
  GraphQLError,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  TypeInfo,
  typeFromAST,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { MAX_ID, MAX_TEXT } from '../../../connectors/bounds.ts';

/** Entries of one list. */
export const MAX_LIST = 1_000;
/** Of a number that has no bounds of its own; beyond it, sums and products would leave what PostgreSQL can hold. */
export const MAX_NUMBER = 1e15;
export const JSON_LIMITS = { depth: 50, values: 10_000 };

/** Finds what is wrong with a value of a scalar. A scalar of ours brings one as `extensions.problemOf`. */
export type ProblemOf = (value: unknown) => string | null;

const BUILT_IN: Readonly<Record<string, ProblemOf>> = {
  String: value => (typeof value === 'string' ? textProblem(value, MAX_TEXT) : null),
  ID: value => (typeof value === 'string' ? textProblem(value, MAX_ID) : null),
  Float: numberProblem,
  JSON: jsonProblem,
};

/** What is wrong in the document's own literals; each error names the place as the client wrote it, such as `i[0].kind`. */
export function literalProblems(schema: GraphQLSchema, document: DocumentNode): GraphQLError[] {
  const errors: GraphQLError[] = [];
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Argument({ name, value }) {
        const type = types.getArgument()?.type;
        if (type) collect(errors, valueFromASTUntyped(value), type, name.value, value);
      },
      VariableDefinition({ variable, type, defaultValue }) {
        const known = defaultValue && (typeFromAST(schema, type) as GraphQLInputType | undefined);
        if (known) collect(errors, valueFromASTUntyped(defaultValue), known, variable.name.value, defaultValue);
      },
    }),
  );
  return errors;
}

/** The same for the variables that the operation declares. */
export function variableProblems(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): GraphQLError[] {
  const errors: GraphQLError[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type) as GraphQLInputType | undefined;
    if (type && Object.hasOwn(given, name)) collect(errors, given[name], type, name, definition);
  }
  return errors;
}

function collect(errors: GraphQLError[], value: unknown, type: GraphQLInputType, field: string, nodes: ASTNode): void {
  for (const { place, message } of problemsOf(value, type, field)) {
    errors.push(
      new GraphQLError(`"${place}" ${message}`, { nodes, extensions: { code: 'BAD_USER_INPUT', field: place } }),
    );
  }
}

interface Problem {
  readonly place: string;
  /** Goes on after the place. */
  readonly message: string;
}

/** What has the wrong kind is left to coercion. */
function* problemsOf(value: unknown, type: GraphQLInputType, place: string): Generator<Problem> {
  if (isNonNullType(type)) yield* problemsOf(value, type.ofType, place);
  else if (isListType(type) && Array.isArray(value)) {
    if (value.length > MAX_LIST)
      yield { place, message: `has ${value.length} entries; at most ${MAX_LIST} are allowed.` };
    else for (const [at, item] of value.entries()) yield* problemsOf(item, type.ofType, `${place}[${at}]`);
  } else if (isListType(type)) yield* problemsOf(value, type.ofType, place);
  else if (isInputObjectType(type)) yield* fieldProblems(value, type, place);
  else if (isScalarType(type)) {
    const message = problemOf(type)?.(value);
    if (message) yield { place, message };
  }
}

function* fieldProblems(value: unknown, type: GraphQLInputObjectType, place: string): Generator<Problem> {
  // An item of a batch is checked with the batch, so that it alone is lost.
  if (type.extensions.checkedAlone || typeof value !== 'object' || value === null) return;
  for (const field of Object.values(type.getFields())) {
    if (Object.hasOwn(value, field.name))
      yield* problemsOf((value as Record<string, unknown>)[field.name], field.type, `${place}.${field.name}`);
  }
}

function problemOf(type: GraphQLScalarType): ProblemOf | undefined {
  return (type.extensions.problemOf as ProblemOf | undefined) ?? BUILT_IN[type.name];
}

function textProblem(text: string, most: number): string | null {
  if (text.length > most) return `has ${text.length} characters; at most ${most} are allowed.`;
  if (text.includes('\0')) return 'holds the character NUL (U+0000), which cannot be stored.';
  if (!text.isWellFormed()) return 'holds half of a surrogate pair, which is no character.';
  return null;
}

function numberProblem(value: unknown): string | null {
  if (typeof value !== 'number' || Math.abs(value) <= MAX_NUMBER) return null;
  return `is beyond all that is counted here: at most ${MAX_NUMBER} to either side of 0.`;
}

function jsonProblem(value: unknown): string | null {
  let values = 0;
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    values += level.length;
    if (depth > JSON_LIMITS.depth) return `is nested more than ${JSON_LIMITS.depth} deep.`;
    if (values > JSON_LIMITS.values) return `holds more than ${JSON_LIMITS.values} values.`;
    const next: unknown[] = [];
    for (const one of level) {
      const problem = typeof one === 'string' ? textProblem(one, MAX_TEXT) : numberProblem(one);
      if (problem) return problem;
      if (typeof one !== 'object' || one === null) continue;
      for (const key of Array.isArray(one) ? [] : Object.keys(one)) {
        if (key === '__proto__') return 'has a name "__proto__", which would change what it is put into.';
        const wrong = textProblem(key, MAX_ID);
        if (wrong) return `has a name that ${wrong}`;
      }
      for (const inner of Object.values(one)) next.push(inner);
    }
    level = next;
  }
  return null;
}
