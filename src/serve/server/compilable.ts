// Which operations are compiled, and in which form: small ones, with variables that are coerced before they come in.
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import {
  getNamedType,
  getOperationAST,
  getVariableValues,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
} from 'graphql';

export interface Compilable {
  readonly document: DocumentNode;
  /** Brings given variables into the form that the compiled query takes; null for wrong ones. */
  variables(given: Readonly<Record<string, unknown>>): Record<string, unknown> | null;
}

/** The compiler writes code for each selection under each concrete type that it may be of: some 0.1 ms for each. */
const MAX_CODE = 300;

/**
 * The document as it can be compiled; null for one that would take too long. All variables are taken as plain JSON and
 * coerced beforehand, as the interpreter does it: the compiler's own coercion knows no `@oneOf`, and would follow types
 * that contain themselves without end.
 */
export function compilable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): Compilable | null {
  const operation = getOperationAST(document, operationName);
  if (!operation || codeOf(schema, document, operation) > MAX_CODE) return null;
  const declared = operation.variableDefinitions ?? [];
  const definitions = document.definitions.map(one => (one === operation ? withPlainVariables(operation) : one));
  return {
    document: { ...document, definitions },
    variables: given => getVariableValues(schema, declared, given).coerced ?? null,
  };
}

function withPlainVariables(operation: OperationDefinitionNode): OperationDefinitionNode {
  return {
    ...operation,
    variableDefinitions: operation.variableDefinitions?.map(({ kind, variable }) => ({
      kind,
      variable,
      type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'JSON' } },
    })),
  };
}

/** How many selections the compiler will meet; it stops counting soon after the limit. */
function codeOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): number {
  const fragments = new Map(
    document.definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map(one => [one.name.value, one]),
  );
  let met = 0;
  const walk = (type: GraphQLCompositeType, set: SelectionSetNode): void => {
    for (const object of isAbstractType(type) ? schema.getPossibleTypes(type) : [type])
      for (const selection of set.selections) {
        if (++met > MAX_CODE) return;
        if (selection.kind === Kind.FIELD) {
          const field = isObjectType(object) ? object.getFields()[selection.name.value] : undefined;
          const inner = field && getNamedType(field.type);
          if (selection.selectionSet && isCompositeType(inner)) walk(inner, selection.selectionSet);
          continue;
        }
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)!;
        const condition = fragment.typeCondition?.name.value;
        const known = condition === undefined ? object : schema.getType(condition);
        const applies = known === object || (isAbstractType(known) && schema.isSubType(known, object as never));
        if (applies) walk(object, fragment.selectionSet);
      }
  };
  const root = schema.getRootType(operation.operation);
  if (root) walk(root, operation.selectionSet);
  return met;
}
