// Targets are listed, saved and deleted here.
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, Float, Info, InputType, Mutation, Query, Resolver } from 'type-graphql';
import { requireRole } from '../../src/base/access/require-role.ts';
import type { Context } from '../../src/base/context/context.ts';
import { listTargets } from '../../src/derive/targets/read.ts';
import { deleteTarget, saveTarget } from '../../src/derive/targets/save.ts';
import { orNull } from '../common/describe.ts';
import { asksFor } from '../common/selection.ts';
import { ComparedFigure, Metric } from '../metric/metric-enums.ts';
import { MetricFilter, PeriodInput } from '../metric/metric-inputs.ts';
import { Target, TargetPayload } from './target.ts';

@InputType('SaveTargetInput', { description: 'A target: of what, how much, over which period.' })
export class SaveTargetInput {
  @Field(() => String, {
    description:
      'Its name in mutations: small letters, digits and dashes. Saved again, the same key updates the same target; there are 100 at most.',
  })
  key!: string;
  @Field(() => Metric, { nullable: true, description: 'The metric. Give this or `index`.' })
  metric?: keyof typeof Metric | null;
  @Field(() => String, { nullable: true, description: 'The key of the CX index. Give this or `metric`.' })
  index?: string | null;
  @Field(() => ComparedFigure, {
    nullable: true,
    description:
      'Which figure is to reach it; when left out, what reports compare: the median of durations, else the value.',
  })
  compared?: keyof typeof ComparedFigure | null;
  @Field(() => Float, { description: "What is to be reached, in the metric's unit: 80 for 80 %, 3600 for an hour." })
  value!: number;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the figure must be at least the target (true) or at most (false); as `MetricDefinition.higherIsBetter` says when left out. Needed for a mean score without answers yet, whose scale is not known.',
  })
  higherIsBetter?: boolean | null;
  @Field(() => MetricFilter, { nullable: true, description: 'What is counted; everything without.' })
  where?: MetricFilter | null;
  @Field(() => PeriodInput, {
    description:
      'Over which period. `previous: MONTH` is always the last whole month, `last: P90D` always the last 90 days.',
  })
  during!: PeriodInput;
}

const FIGURES = ['met', 'certainty', 'because', 'figure', 'indexFigure', 'asOf'];

@Resolver()
export class TargetResolver {
  @Query(() => [Target], orNull('All targets, by key; each judged by the figures as they are.'))
  targets(@Ctx() ctx: Context, @Info() info: GraphQLResolveInfo): Promise<Target[]> {
    return listTargets(
      ctx,
      FIGURES.some(name => asksFor(info, [name])),
    );
  }

  @Mutation(() => TargetPayload, {
    description: 'Creates a target or updates the one with that key. Needs the role ANALYST.',
  })
  async saveTarget(
    @Arg('input', () => SaveTargetInput, { description: 'The target.' }) input: SaveTargetInput,
    @Ctx() ctx: Context,
  ): Promise<TargetPayload> {
    requireRole(ctx, 'ANALYST');
    return { target: await saveTarget(ctx, input) };
  }

  @Mutation(() => String, { description: 'Deletes a target. Gives its key. Needs the role ANALYST.' })
  deleteTarget(
    @Arg('key', () => String, { description: 'The key of the target.' }) key: string,
    @Ctx() ctx: Context,
  ): Promise<string> {
    requireRole(ctx, 'ANALYST');
    return deleteTarget(ctx, key);
  }
}
