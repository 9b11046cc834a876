// Recorded figures: what acquisition cost, how large the market is.
import { Arg, Ctx, Field, Float, InputType, Mutation, Resolver } from 'type-graphql';
import { requireRole } from '../../src/base/access/require-role.ts';
import type { Context } from '../../src/base/context/context.ts';
import { recordFigures } from '../../src/derive/metrics/figures.ts';
import { describeEnum } from '../common/describe.ts';
import { CalendarDate } from '../common/scalars.ts';
import { RecordResult } from '../recording/record-inputs.ts';

export const Figure = describeEnum('Figure', 'What a recorded figure tells.', {
  ACQUISITION_SPEND:
    'Money spent on winning customers in the period; shared out evenly over its days. Needed for CUSTOMER_ACQUISITION_COST.',
  MARKET_SIZE_CUSTOMERS:
    'How many customers the whole market has during the period. Needed for MARKET_SHARE. Where several cover a day, the one recorded last counts.',
  MARKET_SIZE_REVENUE:
    'What all sellers of the market together take in during the period. Kept for your own comparisons; no metric uses it yet.',
});

@InputType('RecordFigureInput', { description: 'A figure that no source knows.' })
export class RecordFigureInput {
  @Field(() => String, {
    description: 'Your own id for it, up to 255 characters. Sent again, the same id updates the same one.',
  })
  id!: string;
  @Field(() => Figure, { description: 'What it tells.' })
  figure!: keyof typeof Figure;
  @Field(() => CalendarDate, { description: 'The first day that it is about.' })
  from!: string;
  @Field(() => CalendarDate, { description: 'The last day; it counts in full.' })
  to!: string;
  @Field(() => Float, { description: 'How much or how many: from 0 to 1,000,000,000,000.' })
  amount!: number;
  @Field(() => String, {
    nullable: true,
    description: 'ISO 4217 code, such as EUR: needed for money, left out for customers.',
  })
  currency?: string | null;
}

@Resolver()
export class FigureResolver {
  @Mutation(() => RecordResult, {
    description:
      'Records figures that no source knows, up to 1000 at a time in a body of up to 2 MB: what acquisition cost, how large the market is. What is wrong with one loses that one alone. Needs the role ANALYST.',
  })
  recordFigures(
    @Arg('figures', () => [RecordFigureInput], { description: 'The figures.' }) figures: RecordFigureInput[],
    @Ctx() ctx: Context,
  ): Promise<RecordResult> {
    requireRole(ctx, 'ANALYST');
    return recordFigures(ctx, figures);
  }
}
