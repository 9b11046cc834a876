// Queries made from the schema itself, so that a new field or type is asked for without anybody thinking of it.
import type { GraphQLField, GraphQLNamedType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

type Field = GraphQLField<unknown, unknown>;

/** The GraphQL text of an argument's value; undefined leaves an optional one out. */
export type Value = (place: {
  owner: string;
  field: string;
  arg: string;
  type: string;
  depth: number;
}) => string | undefined;

export interface Document {
  /** What it asks for. */
  readonly name: string;
  readonly query: string;
}

/** How a type is reached from the root: text around a selection. */
type Path = (selection: string) => string;

interface Place {
  readonly path: Path;
  readonly depth: number;
}

export class Documents {
  readonly #paths = new Map<string, Place>();

  constructor(
    readonly schema: GraphQLSchema,
    readonly value: Value,
  ) {
    this.#walk();
  }

  /** All object types that a query can reach. */
  get types(): GraphQLObjectType[] {
    return [...this.#paths.keys()].map(name => this.schema.getType(name) as GraphQLObjectType);
  }

  /** What each field leads to: all its fields, and all leaves of what these lead to. Of pages, of what is on them. */
  everyField(): Document[] {
    return this.#owners
      .filter(type => !isWrapper(type))
      .flatMap(type =>
        composites(type).flatMap(field => {
          const { path, depth } = this.#place(type);
          return this.#calls(type, field, depth).map(call => ({
            name: `${type.name}.${call}`,
            query: path(`__typename ${call}${this.#selection(getNamedType(field.type), 1, depth + 1)}`),
          }));
        }),
      );
  }

  /** Each field that leads to objects, with nothing asked of these but their type. */
  onlyTypenames(): Document[] {
    return this.#owners.flatMap(type =>
      composites(type).map(field => {
        const { path, depth } = this.#place(type);
        const call = this.#call(type, field, depth);
        const aliased = `a: ${call} { x: __typename } b: ${call} { ... { y: __typename } }`;
        return { name: `${type.name}.${field.name}`, query: path(`${call} { __typename } ${aliased}`) };
      }),
    );
  }

  get #owners(): GraphQLObjectType[] {
    return [this.schema.getQueryType()!, ...this.types];
  }

  #place(type: GraphQLObjectType): Place {
    return this.#paths.get(type.name) ?? { path: text => `{ ${text} }`, depth: 0 };
  }

  /** Breadth first: each type by the fewest fields, but rather from a list at the top, which has many. */
  #walk(): void {
    const query = this.schema.getQueryType()!;
    const roots = composites(query);
    const lists = roots.filter(field => isMany(field) && !field.args.some(isRequiredArgument));
    for (const starts of [lists, roots]) {
      const waiting = [query];
      for (const type of waiting) {
        const { path, depth } = this.#place(type);
        for (const field of type === query ? starts : composites(type)) {
          for (const { target, within } of this.#objects(getNamedType(field.type))) {
            if (target === query || this.#paths.has(target.name)) continue;
            const call = this.#call(type, field, depth);
            const next: Path = text => path(`${call} { __typename ${within(text)} }`);
            this.#paths.set(target.name, { path: next, depth: depth + 1 });
            waiting.push(target);
          }
        }
      }
    }
  }

  #objects(type: GraphQLNamedType): { target: GraphQLObjectType; within: Path }[] {
    if (isObjectType(type)) return [{ target: type, within: text => text }];
    if (!isAbstractType(type)) return [];
    return this.schema
      .getPossibleTypes(type)
      .map(target => ({ target, within: text => `... on ${target.name} { ${text} }` }));
  }

  /** `levels` of objects below the type itself; pages and edges count for nothing. */
  #selection(type: GraphQLNamedType, levels: number, depth: number): string {
    return isCompositeType(type) ? ` { ${this.#body(type, levels, depth)} }` : '';
  }

  #body(type: GraphQLNamedType, levels: number, depth: number): string {
    const parts = this.#objects(type).map(({ target, within }) => {
      // Under an abstract type two objects may call different things the same.
      const alias = isAbstractType(type) ? `${target.name}_` : '';
      const fields = Object.values(target.getFields()).flatMap(field =>
        this.#part(target, field, levels, depth, alias),
      );
      return within(fields.join(' ') || '__typename');
    });
    return `__typename ${parts.join(' ')}`;
  }

  #part(owner: GraphQLObjectType, field: Field, levels: number, depth: number, alias: string): string[] {
    const type = getNamedType(field.type);
    const below = isWrapper(owner) ? levels : levels - 1;
    if (isCompositeType(type) && below < 0) return [];
    const name = alias ? `${alias}${field.name}: ` : '';
    return [`${name}${this.#call(owner, field, depth)}${this.#selection(type, below, depth + 1)}`];
  }

  /** One for each value of a required enum. */
  #calls(owner: GraphQLObjectType, field: Field, depth: number): string[] {
    const choice = field.args.find(arg => isRequiredArgument(arg) && isEnumType(getNamedType(arg.type)));
    const type = choice && getNamedType(choice.type);
    if (!choice || !isEnumType(type)) return [this.#call(owner, field, depth)];
    return type.getValues().map(({ name }) => this.#call(owner, field, depth, { [choice.name]: name }));
  }

  #call(owner: GraphQLObjectType, field: Field, depth: number, given: Readonly<Record<string, string>> = {}): string {
    const args = field.args.flatMap(arg => {
      const type = getNamedType(arg.type).name;
      const value = given[arg.name] ?? this.value({ owner: owner.name, field: field.name, arg: arg.name, type, depth });
      if (value !== undefined) return [`${arg.name}: ${value}`];
      if (isRequiredArgument(arg)) throw new Error(`Say what to give ${owner.name}.${field.name}(${arg.name}).`);
      return [];
    });
    return args.length === 0 ? field.name : `${field.name}(${args.join(', ')})`;
  }
}

const composites = (type: GraphQLObjectType): Field[] =>
  Object.values(type.getFields()).filter(field => isCompositeType(getNamedType(field.type)));

const isMany = (field: Field): boolean => {
  const type = getNamedType(field.type);
  return isListType(getNullableType(field.type)) || (isObjectType(type) && isWrapper(type));
};

const isWrapper = (type: GraphQLObjectType): boolean =>
  type.name.endsWith('Edge') || (type.name.endsWith('Connection') && 'pageInfo' in type.getFields());
