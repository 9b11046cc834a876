// Pages of interactions and the filters that narrow them.
import type { ClassType } from 'type-graphql';
import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { DateRange } from '../common/filters.ts';
import { connectionOf, ForwardArgs, PageArgs } from '../common/paging.ts';
import { Interaction } from './interaction.ts';
import { Channel, InteractionKind } from './interaction-kinds.ts';

export const InteractionConnection = connectionOf(
  'Interaction',
  () => Interaction as unknown as ClassType<Interaction>,
  'interactions',
);

@InputType('InteractionFilter', { description: 'Which interactions; all conditions given must hold.' })
export class InteractionFilter {
  @Field(() => [InteractionKind], { nullable: true, description: 'Its kind is one of these.' })
  kind?: (keyof typeof InteractionKind)[] | null;
  @Field(() => [Channel], { nullable: true, description: 'Its channel is one of these.' })
  channel?: (keyof typeof Channel)[] | null;
  @Field(() => [String], { nullable: true, description: 'Its touchpoint is exactly one of these.' })
  touchpoint?: string[] | null;
  @Field(() => DateRange, { nullable: true, description: 'It happened in this span.' })
  occurredAt?: DateRange | null;
  @Field(() => ID, { nullable: true, description: 'It happened with this customer.' })
  customer?: string | null;
  @Field(() => ID, { nullable: true, description: 'It happened with this account.' })
  account?: string | null;
  @Field(() => [String], { nullable: true, description: 'It came through one of these connections, by key.' })
  source?: string[] | null;
}

const WHERE = { nullable: true, description: 'Only interactions for which all of this holds.' };

@ArgsType()
export class InteractionsArgs extends PageArgs {
  @Field(() => InteractionFilter, WHERE)
  where?: InteractionFilter | null;
}

@ArgsType()
export class NestedInteractionsArgs extends ForwardArgs {
  @Field(() => InteractionFilter, WHERE)
  where?: InteractionFilter | null;
}
