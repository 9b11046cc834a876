// Segments are listed, previewed, saved and followed here.
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, ArgsType, Ctx, Field, ID, Info, Int, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import { requireRole } from '../../src/base/access/require-role.ts';
import type { Context, LiveContext } from '../../src/base/context/context.ts';
import { encodeId } from '../../src/base/ids.ts';
import { deleteSegment } from '../../src/derive/segments/delete.ts';
import { saveSegment } from '../../src/derive/segments/save.ts';
import { findSegment, listSegments, readSegment } from '../../src/serve/graph/segment.read.ts';
import { followChanges } from '../../src/serve/graph/segment-change.read.ts';
import { readPreview } from '../../src/serve/graph/segment-preview.read.ts';
import { orNull, Takes } from '../common/describe.ts';
import { select } from '../common/selection.ts';
import { Segment, SegmentChange, SegmentPreview } from './segment.ts';
import { SaveSegmentInput, SegmentRule } from './segment-rule.ts';

@ArgsType()
class SegmentChangesArgs {
  @Field(() => String, { description: 'The key of the segment.' })
  key!: string;
}

@Resolver()
export class SegmentResolver {
  @Query(() => [Segment], orNull('All segments, by name.'))
  segments(@Ctx() ctx: Context, @Info() info: GraphQLResolveInfo) {
    return listSegments(ctx, select(info));
  }

  @Query(() => Segment, { nullable: true, description: 'One segment; null when there is none with this key.' })
  segment(
    @Arg('key', () => String, { description: 'Its key.' }) key: string,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return findSegment(ctx, key, select(info));
  }

  @Query(() => SegmentPreview, orNull('Counts and samples a rule without saving it.'))
  segmentPreview(
    @Arg('rule', () => SegmentRule, { description: 'The rule to try.' }) rule: SegmentRule,
    @Arg('sample', () => Int, { defaultValue: 5, description: 'How many customers to show at most, 0 to 100.' })
    sample: number,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readPreview(ctx, rule, sample, select(info));
  }

  @Mutation(() => Segment, {
    description:
      'Creates a segment or updates the one with that key, together with those whose rules name it. Its members are there at once, unless other work goes on: see `evaluatedAt`. Needs the role ANALYST.',
  })
  async saveSegment(
    @Arg('input', () => SaveSegmentInput, { description: 'The segment.' }) input: SaveSegmentInput,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    requireRole(ctx, 'ANALYST');
    return readSegment(ctx, await saveSegment(ctx, input), select(info));
  }

  @Mutation(() => ID, {
    description:
      'Deletes a segment with its history. Fails with CONFLICT while another segment, an alert rule or an index asks for it. Gives its id. Needs the role ANALYST.',
  })
  async deleteSegment(
    @Arg('key', () => String, { description: 'The key of the segment.' }) key: string,
    @Ctx() ctx: Context,
  ): Promise<string> {
    requireRole(ctx, 'ANALYST');
    return encodeId('segment', await deleteSegment(ctx, key));
  }

  @Takes(() => SegmentChangesArgs)
  @Subscription(() => SegmentChange, {
    description:
      'Each customer who enters or leaves a segment from now on, once, in order. Ends when the segment is deleted.',
    subscribe: ({ args, context, info }) =>
      followChanges(context as LiveContext, String(args.key), select(info as GraphQLResolveInfo)),
  })
  segmentChanges(@Root() change: object): object {
    return change;
  }
}
