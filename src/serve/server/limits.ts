// How large a document may be, checked by its text before anything walks what it spreads to.
import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';
import { GraphQLError, Kind, visit } from 'graphql';

/** Of a whole request: a thousand records to take fit, each with a text. */
export const BODY_BYTES = 2_000_000;
/** Of the document alone. */
export const MAX_DOCUMENT = 100_000;
/** Each error says in which line it is, for which the lines before are counted. */
export const MAX_LINES = 1_000;
export const MAX_TOKENS = 1_000;
/** `selections` are counted as if each fragment stood wherever it is spread; `roots` are those of one operation. */
export const LIMITS = { selections: 2_000, roots: 10, depth: 12, aliases: 30, directives: 20, variables: 100 };
const WORDS: Readonly<Record<keyof typeof LIMITS, string>> = {
  selections: 'selections, with its fragments spread',
  roots: 'fields at the top',
  depth: 'levels of nested fields',
  aliases: 'aliases',
  directives: 'directives',
  variables: 'variables',
};

/** Says which limits the document passes; costs no more than the text is long, however often fragments are spread. */
export function sizeProblems(document: DocumentNode): GraphQLError[] {
  const found = measure(document);
  return (Object.keys(LIMITS) as (keyof typeof LIMITS)[])
    .filter(what => found[what] > LIMITS[what])
    .map(what => {
      const number = found[what] > 1e6 ? 'more than a million' : found[what];
      return tooLarge(`The request has ${number} ${WORDS[what]}; at most ${LIMITS[what]} are allowed.`, LIMITS[what]);
    });
}

/** To be asked before the text is parsed. Null when all is well. */
export function lengthProblem(query: string): GraphQLError | null {
  if (query.length > MAX_DOCUMENT) {
    const found = `The document has ${query.length} characters`;
    return tooLarge(`${found}; at most ${MAX_DOCUMENT} are allowed. Send values as variables.`, MAX_DOCUMENT);
  }
  const lines = query.match(/\n|\r(?!\n)/g)?.length ?? 0;
  if (lines <= MAX_LINES) return null;
  return tooLarge(`The document has ${lines} lines; at most ${MAX_LINES} are allowed.`, MAX_LINES);
}

export function tooLarge(message: string, limit: number): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'REQUEST_TOO_LARGE', limit } });
}

function measure(document: DocumentNode): Record<keyof typeof LIMITS, number> {
  const counts = { aliases: 0, directives: 0, variables: 0 };
  visit(document, {
    Field(node) {
      if (node.alias) counts.aliases += 1;
    },
    Directive() {
      counts.directives += 1;
    },
    VariableDefinition() {
      counts.variables += 1;
    },
  });
  const spread = new Spread(document);
  let [selections, depth, roots] = [0, 0, 0];
  for (const definition of document.definitions) {
    if (!('selectionSet' in definition)) continue;
    const size = spread.sizeOf(definition.selectionSet);
    selections = Math.max(selections, size.selections);
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    depth = Math.max(depth, size.depth);
    roots = Math.max(roots, spread.keysOf(definition.selectionSet).size);
  }
  return { ...counts, selections, depth, roots };
}

interface Size {
  readonly selections: number;
  /** Fields in fields. Introspection has a limit of its own in graphql; tools need it deep. */
  readonly depth: number;
}

/** What a selection comes to with its fragments spread. Each fragment is measured once. */
class Spread {
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #known = new Map<string, Size>();

  constructor(document: DocumentNode) {
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
  }

  sizeOf(set: SelectionSetNode): Size {
    let selections = 0;
    let depth = 0;
    for (const selection of set.selections) {
      const inside = this.#inside(selection);
      selections += 1 + inside.selections;
      depth = Math.max(depth, inside.depth);
    }
    return { selections, depth };
  }

  /** The keys that the answer has at this level. */
  keysOf(set: SelectionSetNode, spread = new Set<string>()): Set<string> {
    const keys = new Set<string>();
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) keys.add(selection.alias?.value ?? selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) addAll(keys, this.keysOf(selection.selectionSet, spread));
      if (selection.kind !== Kind.FRAGMENT_SPREAD || spread.has(selection.name.value)) continue;
      spread.add(selection.name.value);
      const fragment = this.#fragments.get(selection.name.value);
      if (fragment) addAll(keys, this.keysOf(fragment.selectionSet, spread));
    }
    return keys;
  }

  #inside(selection: SelectionSetNode['selections'][number]): Size {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#fragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return this.sizeOf(selection.selectionSet);
    const { selections, depth } = selection.selectionSet ? this.sizeOf(selection.selectionSet) : NOTHING;
    return { selections, depth: selection.name.value.startsWith('__') ? 1 : depth + 1 };
  }

  #fragment(name: string): Size {
    const known = this.#known.get(name);
    if (known) return known;
    // One that contains itself is refused by validation; it must only not loop here.
    this.#known.set(name, NOTHING);
    const fragment = this.#fragments.get(name);
    const size = fragment ? this.sizeOf(fragment.selectionSet) : NOTHING;
    this.#known.set(name, size);
    return size;
  }
}

const NOTHING: Size = { selections: 0, depth: 0 };

function addAll<T>(target: Set<T>, items: Iterable<T>): void {
  for (const item of items) target.add(item);
}
