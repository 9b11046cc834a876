// Everything that can be wrong with a request before it runs, found the same way over HTTP and WebSocket.
import type { ASTNode, DocumentNode, GraphQLInputType, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import {
  coerceInputValue,
  GraphQLError,
  getOperationAST,
  isNonNullType,
  Kind,
  specifiedRules,
  typeFromAST,
  validate,
  visit,
} from 'graphql';
import type { Viewer } from '../../base/access/viewer.ts';
import { literalProblems, variableProblems } from './check-values.ts';
import { sizeProblems, tooLarge } from './limits.ts';

export interface Asked {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  /** Whether errors may suggest names of the schema. */
  readonly suggest: boolean;
}

export function maySuggest({ role }: Viewer): boolean {
  return role === 'ADMIN';
}

/** More errors than this help nobody. */
const MAX_ERRORS = 20;
const VARIABLES_DEPTH = 200;

/** Documents that were found sound, so that the same one is not checked again. */
const sound = new WeakSet<DocumentNode>();

/** None when it may run. Errors have their final code, and the field where a value is wrong. */
export function requestProblems(schema: GraphQLSchema, asked: Asked): readonly GraphQLError[] {
  const { document, operationName, variables, suggest } = asked;
  const wrong = sound.has(document) ? [] : documentProblems(schema, document, suggest);
  if (wrong.length > 0) return wrong.slice(0, MAX_ERRORS);
  sound.add(document);
  const operation = getOperationAST(document, operationName);
  if (!operation) return [unknownOperation(operationName)];
  const given = variables ?? {};
  const tooDeep = depthProblem(given);
  if (tooDeep) return [tooDeep];
  const outOfBounds = variableProblems(schema, operation, given);
  if (outOfBounds.length > 0) return outOfBounds.slice(0, MAX_ERRORS);
  return coercionProblems(schema, operation, given, suggest);
}

function documentProblems(schema: GraphQLSchema, document: DocumentNode, suggest: boolean): readonly GraphQLError[] {
  // The size first: the rules would walk what it spreads to.
  const tooMuch = sizeProblems(document);
  if (tooMuch.length > 0) return tooMuch;
  const options = { maxErrors: MAX_ERRORS, hideSuggestions: !suggest };
  const errors = validate(schema, document, specifiedRules, options);
  if (errors.length === 0) return literalProblems(schema, document);
  const fields = literalFields(document);
  return errors.map(error => withCode(error, fields));
}

/** A wrong value is wrong in the same way whether it stands in the document or comes as a variable. */
function withCode(error: GraphQLError, fields: ReadonlyMap<ASTNode, string>): GraphQLError {
  const [node] = error.nodes ?? [];
  const field = node && fields.get(node);
  const { message, nodes, originalError } = error;
  const extensions = field === undefined ? { code: 'GRAPHQL_VALIDATION_FAILED' } : { code: 'BAD_USER_INPUT', field };
  return new GraphQLError(message, { nodes, originalError, extensions });
}

/** Each literal of an argument, and where it stands: `i[0].kind`. */
function literalFields(document: DocumentNode): Map<ASTNode, string> {
  const found = new Map<ASTNode, string>();
  const add = (node: ASTNode, place: string): void => {
    found.set(node, place);
    if (node.kind === Kind.LIST) for (const [at, item] of node.values.entries()) add(item, `${place}[${at}]`);
    if (node.kind !== Kind.OBJECT) return;
    for (const field of node.fields) {
      found.set(field, `${place}.${field.name.value}`);
      add(field.value, `${place}.${field.name.value}`);
    }
  };
  visit(document, {
    Argument: ({ name, value }) => add(value, name.value),
    VariableDefinition: ({ variable, defaultValue }) => defaultValue && add(defaultValue, variable.name.value),
  });
  return found;
}

function unknownOperation(name: string | null | undefined): GraphQLError {
  const message = name
    ? `The document has no operation "${name}".`
    : 'The document must have one operation, or "operationName" must say which of its operations to run.';
  return new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } });
}

/** Variables nested without end would overflow the stack of whoever reads them. */
function depthProblem(variables: object): GraphQLError | null {
  let level: unknown[] = [variables];
  for (let depth = 0; depth <= VARIABLES_DEPTH; depth++) {
    level = level.flatMap(value => (typeof value === 'object' && value !== null ? Object.values(value) : []));
    if (level.length === 0) return null;
  }
  return tooLarge(`The variables are nested more than ${VARIABLES_DEPTH} deep.`, VARIABLES_DEPTH);
}

/** What graphql itself will refuse, found beforehand so that it is told alike however the operation is then run. */
function coercionProblems(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
  suggest: boolean,
): readonly GraphQLError[] {
  const errors: GraphQLError[] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type) as GraphQLInputType | undefined;
    if (!type) continue;
    const wrong = (path: readonly (string | number)[], error: GraphQLError): void => {
      const field = name + path.map(part => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
      const { message, originalError } = error;
      const extensions = { code: 'BAD_USER_INPUT', field };
      if (errors.length < MAX_ERRORS)
        errors.push(new GraphQLError(`"${field}": ${message}`, { nodes: definition, originalError, extensions }));
    };
    if (Object.hasOwn(given, name)) {
      coerceInputValue(given[name], type, (path, _value, error) => wrong(path, error), !suggest);
    } else if (isNonNullType(type) && !definition.defaultValue) {
      wrong([], new GraphQLError(`The variable "$${name}" of the type "${type}" was not given.`));
    }
  }
  return errors;
}
