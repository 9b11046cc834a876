// What applications send in themselves: interactions, invitations, answers.
import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';
import { describeEnum } from '../common/describe.ts';
import { DateTime } from '../common/scalars.ts';
import { CustomerBy } from '../customer/customer-args.ts';
import { Channel, Direction, InteractionKind } from '../interaction/interaction-kinds.ts';

const OWN_ID = 'Your own id for it, up to 255 characters. Sent again, the same id updates the same one.';
const CHANNEL = {
  nullable: true,
  defaultValue: 'OTHER',
  description: 'By which way people reached each other.',
} as const;

@InputType('RecordInteractionInput', { description: 'Something that happened with a customer.' })
export class RecordInteractionInput {
  @Field(() => String, { description: OWN_ID })
  id!: string;
  @Field(() => CustomerBy, {
    description: 'Whom it happened with. An e-mail address that nobody has makes a new customer.',
  })
  customer!: CustomerBy;
  @Field(() => InteractionKind, { description: 'What kind it is.' })
  kind!: keyof typeof InteractionKind;
  @Field(() => Channel, CHANNEL)
  channel?: keyof typeof Channel | null;
  @Field(() => String, {
    nullable: true,
    description: 'What the customer touched: a page, a queue, a campaign, a product.',
  })
  touchpoint?: string | null;
  @Field(() => Direction, { nullable: true, description: 'Who turned to whom.' })
  direction?: keyof typeof Direction | null;
  @Field(() => DateTime, { description: 'When it happened or began.' })
  occurredAt!: Date;
  @Field(() => DateTime, { nullable: true, description: 'When it ended.' })
  endedAt?: Date | null;
  @Field(() => String, { nullable: true, description: 'What it is about, in a line of up to 1,000 characters.' })
  subject?: string | null;
  @Field(() => String, { nullable: true, description: 'What was said or written, up to 60,000 characters.' })
  body?: string | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'What it was worth, in units of `currency`: up to 1,000,000,000,000, negative for what was given back.',
  })
  amount?: number | null;
  @Field(() => String, { nullable: true, description: 'ISO 4217 code of the amount, such as EUR.' })
  currency?: string | null;
}

export const InvitationStatus = describeEnum('InvitationStatus', 'What became of an invitation to a survey.', {
  SENT: 'It was sent.',
  BOUNCED: 'It could not be delivered.',
  OPENED: 'It was opened.',
  STARTED: 'The survey was begun.',
  COMPLETED: 'The survey was sent in.',
});

@InputType('RecordSurveyInvitationInput', {
  description: 'An invitation to a survey; response rates are counted against these.',
})
export class RecordSurveyInvitationInput {
  @Field(() => String, { description: OWN_ID })
  id!: string;
  @Field(() => CustomerBy, { description: 'Who was invited.' })
  customer!: CustomerBy;
  @Field(() => String, { description: "The survey's key." })
  survey!: string;
  @Field(() => DateTime, { description: 'When it was sent.' })
  sentAt!: Date;
  @Field(() => InvitationStatus, { description: 'What became of it.' })
  status!: keyof typeof InvitationStatus;
}

@InputType('AnswerInput', { description: 'The answer to one question: a score, a text or both.' })
export class AnswerInput {
  @Field(() => String, { description: "The question's key." })
  question!: string;
  @Field(() => Float, {
    nullable: true,
    description: "The answer as a number on the question's scale; a whole one where the scale has steps, as NPS has.",
  })
  score?: number | null;
  @Field(() => String, { nullable: true, description: 'What they wrote, up to 60,000 characters.' })
  text?: string | null;
}

@InputType('RecordSurveyResponseInput', { description: 'One filled-in survey.' })
export class RecordSurveyResponseInput {
  @Field(() => String, { description: OWN_ID })
  id!: string;
  @Field(() => CustomerBy, { nullable: true, description: 'Who answered; left out for an anonymous answer.' })
  customer?: CustomerBy | null;
  @Field(() => String, { description: "The survey's key." })
  survey!: string;
  @Field(() => DateTime, { description: 'When it was sent in.' })
  respondedAt!: Date;
  @Field(() => Channel, CHANNEL)
  channel?: keyof typeof Channel | null;
  @Field(() => String, { nullable: true, description: 'What it is about: a page, a queue, a product.' })
  touchpoint?: string | null;
  @Field(() => [AnswerInput], { description: 'The answers.' })
  answers!: AnswerInput[];
}

@ObjectType('RecordError', { description: 'Why one of the things sent was not taken.', simpleResolvers: true })
export class RecordError {
  @Field(() => Int, { description: 'Its place in the list that was sent, from 0.' })
  index!: number;
  @Field(() => String, { description: 'Its id; the beginning of one of more than 255 characters.' })
  id!: string;
  @Field(() => String, {
    description: 'The kind of fault, as `extensions.code` of an error: BAD_USER_INPUT, NOT_FOUND, CONFLICT.',
  })
  code!: string;
  @Field(() => String, {
    nullable: true,
    description:
      'The value that is wrong, as it was sent: "amount", "customer.email", "answers[0].score". Null where it is no single one.',
  })
  field?: string | null;
  @Field(() => String, { description: 'What is wrong with it.' })
  message!: string;
}

@ObjectType('RecordResult', {
  description: 'What became of the things sent. Sending the same again changes nothing.',
  simpleResolvers: true,
})
export class RecordResult {
  @Field(() => Int, { description: 'How many were new or changed.' })
  accepted!: number;
  @Field(() => Int, { description: 'How many were here already.' })
  unchanged!: number;
  @Field(() => [RecordError], { description: 'Those that were not taken. All others were.' })
  rejected!: readonly RecordError[];
}
