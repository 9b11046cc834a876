// How large a request may be, judged from its text before anything runs.
import type { ASTVisitor, DocumentNode, FragmentDefinitionNode, SelectionSetNode, ValidationContext } from 'graphql';
import { GraphQLError, Kind } from 'graphql';

export const BODY_BYTES = 100_000;
export const MAX_TOKENS = 1_000;
const LIMITS = { depth: 12, aliases: 30, directives: 20, variables: 100, roots: 10 };

/** A validation rule of graphql. */
export function requestLimits(context: ValidationContext): ASTVisitor {
  const counts = { aliases: 0, directives: 0, variables: 0 };
  const refuse = (what: string, found: number, limit: number) =>
    context.reportError(
      new GraphQLError(`The request has ${found} ${what}; at most ${limit} are allowed.`, {
        extensions: { code: 'REQUEST_TOO_LARGE' },
      }),
    );
  return {
    Field(node) {
      if (node.alias) counts.aliases += 1;
    },
    Directive() {
      counts.directives += 1;
    },
    VariableDefinition() {
      counts.variables += 1;
    },
    OperationDefinition(node) {
      const roots = node.selectionSet.selections.length;
      if (roots > LIMITS.roots) refuse('fields at the top', roots, LIMITS.roots);
    },
    Document: {
      leave(document) {
        for (const [what, found] of Object.entries(counts) as [keyof typeof counts, number][]) {
          if (found > LIMITS[what]) refuse(what, found, LIMITS[what]);
        }
        const depth = depthOf(document);
        if (depth > LIMITS.depth) refuse('levels of nested fields', depth, LIMITS.depth);
      },
    },
  };
}

const VARIABLES_DEPTH = 200;

/** Variables nested without end would overflow the stack of whoever reads them. Null when all is well. */
export function variablesProblem(variables: unknown): GraphQLError | null {
  let level = [variables];
  for (let depth = 0; depth <= VARIABLES_DEPTH; depth++) {
    level = level.flatMap(value => (typeof value === 'object' && value !== null ? Object.values(value) : []));
    if (level.length === 0) return null;
  }
  return new GraphQLError(`The variables are nested more than ${VARIABLES_DEPTH} deep.`, {
    extensions: { code: 'REQUEST_TOO_LARGE', http: { status: 400 } },
  });
}

/** Introspection has a limit of its own in graphql; tools need it deep. */
function depthOf(document: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, number>();
  const fragmentDepth = (name: string): number => {
    if (!known.has(name)) {
      // A fragment that contains itself is refused by another rule; it must only not loop here.
      known.set(name, 0);
      const fragment = fragments.get(name);
      known.set(name, fragment ? setDepth(fragment.selectionSet) : 0);
    }
    return known.get(name)!;
  };
  const setDepth = (set: SelectionSetNode): number => {
    let deepest = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) deepest = Math.max(deepest, fragmentDepth(selection.name.value));
      else if (selection.kind === Kind.INLINE_FRAGMENT) deepest = Math.max(deepest, setDepth(selection.selectionSet));
      else if (selection.name.value.startsWith('__')) deepest = Math.max(deepest, 1);
      else deepest = Math.max(deepest, 1 + (selection.selectionSet ? setDepth(selection.selectionSet) : 0));
    }
    return deepest;
  };
  const operations = document.definitions.filter(definition => definition.kind === Kind.OPERATION_DEFINITION);
  return Math.max(0, ...operations.map(operation => setDepth(operation.selectionSet)));
}
