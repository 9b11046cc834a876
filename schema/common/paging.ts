// Lists read page by page, by the Relay cursor convention.
import type { ClassType } from 'type-graphql';
import { ArgsType, Field, Int, ObjectType } from 'type-graphql';

@ObjectType('PageInfo', { description: 'Where a page lies in its list.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: 'True when there are more items after this page.' })
  hasNextPage!: boolean;
  @Field(() => Boolean, { description: 'True when there are items before this page.' })
  hasPreviousPage!: boolean;
  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the first item, for `before`; null on an empty page.',
  })
  startCursor?: string | null;
  @Field(() => String, { nullable: true, description: 'Cursor of the last item, for `after`; null on an empty page.' })
  endCursor?: string | null;
}

@ArgsType()
export class ForwardArgs {
  @Field(() => Int, { nullable: true, description: 'How many items to give, from the start: 1 to 100, by default 20.' })
  first?: number | null;
  @Field(() => String, { nullable: true, description: 'Start behind this cursor, an `endCursor` of the page before.' })
  after?: string | null;
}

@ArgsType()
export class PageArgs extends ForwardArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'How many items to give, from the end: 1 to 100. Not with `first`.',
  })
  last?: number | null;
  @Field(() => String, { nullable: true, description: 'End before this cursor, a `startCursor`. Goes with `last`.' })
  before?: string | null;
}

/** A page of `items` (their plural in words) with nodes only. */
export function listOf<T extends object>(name: string, node: () => ClassType<T>, items: string) {
  @ObjectType(`${name}Connection`, { description: `One page of ${items}.`, simpleResolvers: true })
  class List {
    @Field(() => [node()], { description: `The ${items} of this page.` })
    nodes!: T[];
    @Field(() => PageInfo, { description: 'Where this page lies, and the cursors to go on from it.' })
    pageInfo!: PageInfo;
    @Field(() => Int, { description: `How many ${items} there are on all pages. Counted only when asked for.` })
    totalCount!: number;
  }
  return List;
}

/** The same with edges, which give each item's own cursor. */
export function connectionOf<T extends object>(name: string, node: () => ClassType<T>, items: string) {
  @ObjectType(`${name}Edge`, { description: `One of the ${items} of a page, with its cursor.`, simpleResolvers: true })
  class Edge {
    @Field(() => String, { description: 'Its place in the list, for `after` and `before`.' })
    cursor!: string;
    @Field(() => node(), { description: 'The item itself.' })
    node!: T;
  }
  @ObjectType(`${name}Connection`, { description: `One page of ${items}.`, simpleResolvers: true })
  class Connection {
    @Field(() => [Edge], { description: `The ${items} of this page, each with its cursor.` })
    edges!: Edge[];
    @Field(() => [node()], { description: `The ${items} of this page.` })
    nodes!: T[];
    @Field(() => PageInfo, { description: 'Where this page lies, and the cursors to go on from it.' })
    pageInfo!: PageInfo;
    @Field(() => Int, { description: `How many ${items} there are on all pages. Counted only when asked for.` })
    totalCount!: number;
  }
  return Connection;
}
