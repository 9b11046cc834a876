// Reads what a resolver was asked for: fragments spread, variables, @skip and @include applied.
import type { FieldNode, GraphQLCompositeType, GraphQLObjectType, GraphQLResolveInfo, SelectionSetNode } from 'graphql';
import {
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
} from 'graphql';
import type { Selected } from '../../src/serve/graph/selection.ts';

/** The selection under this resolver's field. */
export function select(info: GraphQLResolveInfo): Selected {
  return new Reader(info).field(info.parentType, info.fieldNodes);
}

/** Whether a field below this resolver's is asked for, by the names on the way to it. */
export function asksFor(info: GraphQLResolveInfo, path: readonly string[]): boolean {
  const reaches = ({ fields }: Selected, [name, ...rest]: readonly string[]): boolean =>
    [...fields.values()].flat().some(field => field.name === name && (rest.length === 0 || reaches(field, rest)));
  return reaches(select(info), path);
}

class Reader {
  /** Equal fields of several concrete types become one object, so that they are read once. */
  readonly #known = new Map<string, Selected>();
  readonly #numbers = new Map<FieldNode, number>();

  constructor(readonly info: Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues'>) {}

  field(parent: GraphQLObjectType, nodes: readonly FieldNode[]): Selected {
    const [node] = nodes;
    const name = node!.name.value;
    const definition = parent.getFields()[name];
    const type = definition && getNamedType(definition.type);
    const identity = `${type} ${nodes.map(one => this.#number(one)).join()}`;
    const known = this.#known.get(identity);
    if (known) return known;
    const selected: Selected = {
      key: node!.alias?.value ?? name,
      name,
      args: definition ? getArgumentValues(definition, node!, this.info.variableValues) : {},
      fields: isCompositeType(type) ? this.#children(type, nodes) : new Map(),
    };
    this.#known.set(identity, selected);
    return selected;
  }

  #children(type: GraphQLCompositeType, nodes: readonly FieldNode[]): Map<string, Selected[]> {
    const concrete = isAbstractType(type) ? this.info.schema.getPossibleTypes(type) : [type];
    return new Map(
      concrete.map(object => {
        const groups = new Map<string, FieldNode[]>();
        const spread = new Set<string>();
        for (const node of nodes) if (node.selectionSet) this.#collect(object, node.selectionSet, groups, spread);
        return [object.name, [...groups.values()].map(group => this.field(object, group))];
      }),
    );
  }

  /** A fragment adds its fields once, however often it is spread: else fragments in fragments would cost without bound. */
  #collect(
    object: GraphQLObjectType,
    set: SelectionSetNode,
    groups: Map<string, FieldNode[]>,
    spread: Set<string>,
  ): void {
    for (const selection of set.selections) {
      if (!this.#included(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        groups.set(key, [...(groups.get(key) ?? []), selection]);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (spread.has(selection.name.value)) continue;
        spread.add(selection.name.value);
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.info.fragments[selection.name.value]!;
      const condition = fragment.typeCondition?.name.value;
      if (condition === undefined || this.#applies(condition, object)) {
        this.#collect(object, fragment.selectionSet, groups, spread);
      }
    }
  }

  #included(node: SelectionSetNode['selections'][number]): boolean {
    const { variableValues } = this.info;
    if (getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if !== false;
  }

  #applies(condition: string, object: GraphQLObjectType): boolean {
    const type = this.info.schema.getType(condition);
    if (isObjectType(type)) return type.name === object.name;
    return isAbstractType(type) && this.info.schema.isSubType(type, object);
  }

  #number(node: FieldNode): number {
    const known = this.#numbers.get(node) ?? this.#numbers.size;
    this.#numbers.set(node, known);
    return known;
  }
}
