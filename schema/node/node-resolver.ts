// Anything by its id.
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { Context } from '../../src/base/context/context.ts';
import { readNode } from '../../src/serve/graph/node.read.ts';
import { select } from '../common/selection.ts';
import { Node } from './node.ts';

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description:
      'Anything by its id; null when there is no such thing. Ids of merged customers and accounts find the survivor.',
  })
  node(
    @Arg('id', () => ID, { description: 'An id that this API gave out, such as customer_42.' }) id: string,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readNode(ctx, id, select(info));
  }
}
