// Interactions: everything that happened with a customer, in four forms.
import { Field, Float, Int, InterfaceType, ObjectType } from 'type-graphql';
import { Account } from '../account/account.ts';
import { Money } from '../common/money.ts';
import { CalendarDate, DateTime } from '../common/scalars.ts';
import { Customer } from '../customer/customer.ts';
import { Node } from '../node/node.ts';
import { SourceRecord } from '../sync/source-record.ts';
import { Channel, Direction, InteractionKind } from './interaction-kinds.ts';

@InterfaceType('Interaction', { description: 'Something that happened with a customer.' })
export abstract class Interaction extends Node {
  @Field(() => Customer, { nullable: true, description: 'Whom it happened with; null when the source does not say.' })
  customer?: Customer | null;
  @Field(() => Account, { nullable: true, description: 'The company it happened with.' })
  account?: Account | null;
  @Field(() => InteractionKind, { description: 'What kind it is.' })
  kind!: keyof typeof InteractionKind;
  @Field(() => Channel, { description: 'By which way people reached each other.' })
  channel!: keyof typeof Channel;
  @Field(() => String, {
    nullable: true,
    description: 'What the customer touched: a page, a queue, a campaign, a product.',
  })
  touchpoint?: string | null;
  @Field(() => Direction, { nullable: true, description: 'Who turned to whom.' })
  direction?: keyof typeof Direction | null;
  @Field(() => DateTime, { description: 'When it happened or began.' })
  occurredAt!: Date;
  @Field(() => CalendarDate, {
    nullable: true,
    description:
      'The day, where its source tells a date and no time: then `occurredAt` is a moment of it in every time zone from -10:00 to +13:59. Null where the source tells a moment.',
  })
  occurredOn?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'When it ended.' })
  endedAt?: Date | null;
  @Field(() => String, { nullable: true, description: 'What it is about, in a line.' })
  subject?: string | null;
  @Field(() => String, { nullable: true, description: 'What was said or written.' })
  body?: string | null;
  @Field(() => Float, {
    nullable: true,
    description: 'How the text sounds, from -1 (very negative) to 1 (very positive); null where it was not scored.',
  })
  sentiment?: number | null;
  @Field(() => [SourceRecord], { description: 'The raw record behind it.' })
  sourceRecords!: SourceRecord[];
}

@ObjectType('SupportCase', {
  implements: [Interaction, Node],
  simpleResolvers: true,
  description: 'A request for help, with all that followed. Kind SUPPORT_CASE.',
})
export class SupportCase extends Interaction {
  @Field(() => String, {
    nullable: true,
    description: "Where it stands, in the source's own words, such as New or Closed; null where it does not say.",
  })
  status?: string | null;
  @Field(() => String, { nullable: true, description: "How urgent it is, in the source's own words." })
  priority?: string | null;
  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the customer got the first answer: as the source states it, else the first outgoing conversation.',
  })
  firstResponseAt?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'When it was solved, the last time; null while it is open.' })
  resolvedAt?: Date | null;
  @Field(() => DateTime, {
    nullable: true,
    description:
      'When it was solved for the first time; null while it is open, and where its source tells only the last time.',
  })
  firstResolvedAt?: Date | null;
  @Field(() => Int, {
    nullable: true,
    description: 'How often it was opened again after it was solved; null where its source does not tell.',
  })
  reopenCount?: number | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was first opened again; null where it never was, or its source does not tell.',
  })
  reopenedAt?: Date | null;
  @Field(() => Int, {
    nullable: true,
    description:
      'How often the customer got in touch about it: as the source states it, else its incoming conversations; null where the one that opened the case is not among them.',
  })
  contactCount?: number | null;
}

@ObjectType('Purchase', {
  implements: [Interaction, Node],
  simpleResolvers: true,
  description: 'Something was bought. Kind PURCHASE.',
})
export class Purchase extends Interaction {
  @Field(() => Money, { nullable: true, description: 'What it cost.' })
  amount?: Money | null;
}

@ObjectType('Conversation', {
  implements: [Interaction, Node],
  simpleResolvers: true,
  description: 'A call, e-mail or chat, or anything said about a support case.',
})
export class Conversation extends Interaction {
  @Field(() => Float, { nullable: true, description: 'How long it took, in seconds.' })
  durationSeconds?: number | null;
  @Field(() => SupportCase, { nullable: true, description: 'The support case it belongs to.' })
  case?: SupportCase | null;
}

@ObjectType('Activity', {
  implements: [Interaction, Node],
  simpleResolvers: true,
  description: 'Any other interaction: meetings, notes, visits, deals, reactions to campaigns.',
})
export class Activity extends Interaction {}
