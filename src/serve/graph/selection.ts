// Pure: what a reader asked for, free of GraphQL's own syntax: fragments are spread, variables and directives applied.

export interface Selected {
  /** The key in the answer: the field's alias, or its name. */
  readonly key: string;
  readonly name: string;
  /** Coerced, defaults filled in. */
  readonly args: Readonly<Record<string, unknown>>;
  /** By concrete object type; several for an interface, none for a leaf. Equal fields of several types are one object. */
  readonly fields: ReadonlyMap<string, readonly Selected[]>;
}

/** All fields selected under `selected`, whichever concrete type they belong to. */
export function childrenOf(selected: Selected): Selected[] {
  return [...new Set([...selected.fields.values()].flat())];
}
