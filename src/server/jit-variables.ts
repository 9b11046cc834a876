// Variables of types that contain themselves, such as rules in rules: the compiler would follow such a type without end.
import type { DocumentNode, GraphQLInputType, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { getNamedType, getOperationAST, getVariableValues, isInputObjectType, Kind, typeFromAST } from 'graphql';

export interface Compilable {
  readonly document: DocumentNode;
  /** Brings given variables into the form that the compiled query takes; null for wrong ones. */
  variables(given: Record<string, unknown>): Record<string, unknown> | null;
}

/**
 * The document as it can be compiled. Where a variable's type contains itself, all variables are taken as plain JSON and
 * are checked beforehand, as the interpreter does it.
 */
export function compilable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): Compilable {
  const operation = getOperationAST(document, operationName);
  const declared = operation?.variableDefinitions ?? [];
  const isEndless = declared.some(({ type }) => {
    // What is of a known kind as a variable is an input.
    const known = typeFromAST(schema, type) as GraphQLInputType | undefined;
    return known !== undefined && containsItself(known);
  });
  if (!isEndless) return { document, variables: given => given };
  return {
    document: {
      ...document,
      definitions: document.definitions.map(one => (one === operation ? withPlainVariables(operation) : one)),
    },
    variables: given => getVariableValues(schema, declared, given).coerced ?? null,
  };
}

function withPlainVariables(operation: OperationDefinitionNode): OperationDefinitionNode {
  return {
    ...operation,
    variableDefinitions: operation.variableDefinitions!.map(({ kind, variable }) => ({
      kind,
      variable,
      type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'JSON' } },
    })),
  };
}

/** Whether a type, or one of the types in it, comes back to itself. */
function containsItself(given: GraphQLInputType, above: readonly GraphQLInputType[] = []): boolean {
  const type = getNamedType(given);
  if (!isInputObjectType(type)) return false;
  if (above.includes(type)) return true;
  return Object.values(type.getFields()).some(field => containsItself(field.type, [...above, type]));
}
