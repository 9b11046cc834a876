// Pure: the columns of an export, made from a selection of fields: name, type and description are the schema's own.
import type {
  FieldNode,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLOutputType,
  GraphQLSchema,
  SelectionNode,
} from 'graphql';
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isLeafType,
  isListType,
  isUnionType,
  Kind,
  parse,
} from 'graphql';

export type ColumnType = 'TEXT' | 'NUMBER' | 'INTEGER' | 'BOOLEAN' | 'TIMESTAMP' | 'DATE' | 'JSON';

export interface Column {
  /** The path of its field in one word: `accountName` of `account { name }`. */
  readonly name: string;
  readonly type: ColumnType;
  readonly description: string;
  /** Where its value is in a row as GraphQL answers it. */
  readonly path: readonly string[];
}

export interface Selection {
  /** GraphQL, with ALL spelled out. */
  readonly text: string;
  readonly columns: readonly Column[];
}

/** Where the columns of a selection stand: in front of their names, and of their paths. */
export interface Place {
  readonly names?: readonly string[];
  readonly path?: readonly string[];
}

/** Stands for every value of a type that needs no argument: one that the type gets later is exported without a word. */
const ALL = 'ALL';

/** `text` is what stands between braces. Objects become columns of their fields; lists become JSON. */
export function selectColumns(schema: GraphQLSchema, typeName: string, text: string, place: Place = {}): Selection {
  const document = parse(`{ ${text} }`, { noLocation: true });
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`"${text}" is no selection.`);
  const walker = new Walker(schema);
  const type = schema.getType(typeName) as GraphQLCompositeType;
  const all = { names: [], path: [], ...place };
  const spelled = walker.selection(type, operation.selectionSet.selections, all);
  return { text: spelled, columns: [...walker.columns.values()] };
}

class Walker {
  readonly columns = new Map<string, Column>();

  constructor(readonly schema: GraphQLSchema) {}

  selection(type: GraphQLCompositeType, nodes: readonly SelectionNode[], place: Required<Place>): string {
    return nodes.map(node => this.#node(type, node, place)).join(' ');
  }

  #node(type: GraphQLCompositeType, node: SelectionNode, place: Required<Place>): string {
    if (node.kind === Kind.FRAGMENT_SPREAD) throw new Error('An export has no named fragments.');
    if (node.kind === Kind.INLINE_FRAGMENT) {
      const name = node.typeCondition!.name.value;
      const inner = this.schema.getType(name) as GraphQLCompositeType;
      return `... on ${name} { ${this.selection(inner, node.selectionSet.selections, place)} }`;
    }
    if (node.name.value === '__typename') return this.#typename(place);
    if (isUnionType(type)) throw new Error(`${type.name} has no fields of its own.`);
    const fields = Object.values(type.getFields());
    if (node.name.value === ALL) {
      const leaves = fields.filter(({ args, type: of }) => args.length === 0 && isLeafType(getNamedType(of)));
      return leaves.map(leaf => this.#field(leaf, undefined, place)).join(' ');
    }
    const field = fields.find(({ name }) => name === node.name.value);
    if (!field) throw new Error(`${type.name} has no field "${node.name.value}".`);
    return this.#field(field, node, place);
  }

  #field(field: GraphQLField<unknown, unknown>, node: FieldNode | undefined, place: Required<Place>): string {
    const alias = node?.alias?.value;
    const key = alias ?? field.name;
    const at = { names: [...place.names, key], path: [...place.path, key] };
    const inner = getNamedType(field.type);
    const shown = alias ? `${alias}: ${field.name}` : field.name;
    if (!isCompositeType(inner)) {
      this.#add(at, typeOf(field.type), field.description ?? '');
      return shown;
    }
    const nodes = node?.selectionSet?.selections ?? [];
    if (!isList(field.type)) return `${shown} { ${this.selection(inner, nodes, at)} }`;
    this.#add(at, 'JSON', field.description ?? '');
    return `${shown} { ${new Walker(this.schema).selection(inner, nodes, at)} }`;
  }

  #typename(place: Required<Place>): string {
    this.#add(
      { names: [...place.names, 'type'], path: [...place.path, '__typename'] },
      'TEXT',
      'Which type of the GraphQL schema the row is.',
    );
    return '__typename';
  }

  #add({ names, path }: Required<Place>, type: ColumnType, description: string): void {
    const name = names.map((part, i) => (i === 0 ? part : part[0]!.toUpperCase() + part.slice(1))).join('');
    if (!this.columns.has(name)) this.columns.set(name, { name, type, description, path });
  }
}

const TYPES: Readonly<Record<string, ColumnType>> = {
  Int: 'INTEGER',
  Float: 'NUMBER',
  Boolean: 'BOOLEAN',
  DateTime: 'TIMESTAMP',
  Date: 'DATE',
  JSON: 'JSON',
};

function typeOf(type: GraphQLOutputType): ColumnType {
  return isList(type) ? 'JSON' : (TYPES[getNamedType(type).name] ?? 'TEXT');
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type));
}

/** The value of a column; null where anything on the way is. */
export function valueAt(row: unknown, path: readonly string[]): unknown {
  let value = row;
  for (const key of path) value = (value as Record<string, unknown> | null | undefined)?.[key];
  return value ?? null;
}
