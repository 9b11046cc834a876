// Last touches to the built schema that the decorators cannot express.
import type { GraphQLFieldResolver, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { getNamedType, isCompositeType, isInputObjectType, isInterfaceType, isObjectType, isUnionType } from 'graphql';
import { branchKey, TYPENAME } from '../src/serve/graph/compile.ts';
import type { RawPage } from '../src/serve/graph/page.ts';
import { edgesOf, nodesOf, pageInfoOf } from '../src/serve/graph/page.ts';

type Resolver = GraphQLFieldResolver<unknown, unknown>;

/** Input types of which exactly one field is to be given. */
const ONE_OF = ['CustomerBy', 'AlertCondition', 'SegmentRule', 'ValueTest', 'StageRule', 'ComparisonInput'];

/** Items of batches: a bad one is refused with its place in the list, and the others are taken. */
const CHECKED_ALONE = [
  'RecordInteractionInput',
  'RecordSurveyInvitationInput',
  'RecordSurveyResponseInput',
  'RecordFigureInput',
];

export function finishSchema(schema: GraphQLSchema): GraphQLSchema {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type) && ONE_OF.includes(type.name)) type.isOneOf = true;
    if (isInputObjectType(type) && CHECKED_ALONE.includes(type.name))
      type.extensions = { ...type.extensions, checkedAlone: true };
    if (isInterfaceType(type) || isUnionType(type))
      type.resolveType = value => (value as Record<string, string>)[TYPENAME];
    if (isObjectType(type) && !type.name.startsWith('__') && !roots.includes(type)) giveResolvers(type);
  }
  return schema;
}

/** Leaves without arguments are found by name without any resolver: that is what makes large answers fast. */
function giveResolvers(type: GraphQLObjectType): void {
  for (const field of Object.values(type.getFields())) {
    if (field.resolve) continue;
    if (isPage(type)) field.resolve = PAGE[field.name];
    else if (isCompositeType(getNamedType(field.type)) || field.args.length > 0) field.resolve = pick;
  }
}

/** Not `Connection` itself, which is a source's. */
function isPage(type: GraphQLObjectType): boolean {
  return type.name.endsWith('Connection') && 'pageInfo' in type.getFields();
}

const PAGE: Readonly<Record<string, Resolver>> = {
  nodes: (page, _args, _context, info) => nodesOf(page as RawPage, String(info.path.key)),
  edges: (page, _args, _context, info) => edgesOf(page as RawPage, String(info.path.key)),
  pageInfo: page => pageInfoOf(page as RawPage),
};

/** What the reader put under the field's alias; the field's own name where no reader was at work. */
export const pick: Resolver = (source, _args, _context, info) => {
  const object = source as Record<string, unknown>;
  const key = branchKey(String(info.path.key));
  return key in object ? object[key] : object[info.fieldName];
};
