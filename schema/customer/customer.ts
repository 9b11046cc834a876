// Customers: the profile of one person, put together from all sources.
import { Field, ObjectType } from 'type-graphql';
import { Account } from '../account/account.ts';
import { Takes } from '../common/describe.ts';
import { DateTime } from '../common/scalars.ts';
import { InteractionConnection, NestedInteractionsArgs } from '../interaction/interaction-list.ts';
import { CustomerJourney } from '../journey/customer-journey.ts';
import { Node } from '../node/node.ts';
import { CustomerScores } from '../score/scores.ts';
import { SegmentMembership } from '../segment/segment-membership.ts';
import { NestedResponsesArgs, SurveyResponseConnection } from '../survey/survey-response-list.ts';
import { SourceRecord } from '../sync/source-record.ts';
import { ProvenanceArgs, TraitsArgs } from './customer-args.ts';
import { LifecycleStage } from './lifecycle-stage.ts';
import { FieldProvenance, Identity, Trait } from './profile-parts.ts';

@ObjectType('Customer', {
  implements: [Node],
  simpleResolvers: true,
  description:
    'One person, put together from every record that the connected sources have of them. Each field holds the value that survived; `provenance` tells which source it came from.',
})
export class Customer extends Node {
  @Field(() => String, { description: 'The name to show: given and family name, else e-mail address or phone number.' })
  displayName!: string;
  @Field(() => String, { nullable: true, description: 'First name.' })
  givenName?: string | null;
  @Field(() => String, { nullable: true, description: 'Last name.' })
  familyName?: string | null;
  @Field(() => String, { nullable: true, description: 'The main e-mail address.' })
  email?: string | null;
  @Field(() => [String], { description: 'All e-mail addresses that any source knows, in lower case.' })
  emails!: string[];
  @Field(() => String, { nullable: true, description: 'The main phone number, as the source writes it.' })
  phone?: string | null;
  @Field(() => String, { nullable: true, description: 'What they do at their company.' })
  jobTitle?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "ISO 3166 code such as DE where the source's value could be read as a country; else as the source has it.",
  })
  country?: string | null;
  @Field(() => String, { nullable: true, description: 'Preferred language as a BCP 47 tag, such as de or pt-BR.' })
  language?: string | null;
  @Field(() => Account, { nullable: true, description: 'The company they belong to.' })
  account?: Account | null;
  @Field(() => LifecycleStage, { nullable: true, description: 'How far they have come, from subscriber to customer.' })
  lifecycleStage?: keyof typeof LifecycleStage | null;
  @Field(() => DateTime, { description: 'When the first source first knew them.' })
  createdAt!: Date;
  @Field(() => DateTime, { description: 'When any source last changed a record of theirs.' })
  updatedAt!: Date;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When their latest interaction took place; null when there is none.',
  })
  lastInteractionAt?: Date | null;
  @Takes(() => TraitsArgs)
  @Field(() => [Trait], { description: 'Custom attributes from the sources, such as a plan or a renewal date.' })
  traits!: Trait[];
  @Field(() => [Identity], {
    description: 'Everything that identifies them: e-mail addresses, phone numbers, ids in the sources.',
  })
  identities!: Identity[];
  @Takes(() => ProvenanceArgs)
  @Field(() => [FieldProvenance], {
    description: "Which source each field's value came from, and what the other sources say.",
  })
  provenance!: FieldProvenance[];
  @Field(() => [SourceRecord], { description: 'The raw records behind this profile.' })
  sourceRecords!: SourceRecord[];
  @Takes(() => NestedInteractionsArgs)
  @Field(() => InteractionConnection, { description: 'Everything that happened with them, newest first.' })
  interactions!: InstanceType<typeof InteractionConnection>;
  @Takes(() => NestedResponsesArgs)
  @Field(() => SurveyResponseConnection, { description: 'The surveys they answered, newest first.' })
  surveyResponses!: InstanceType<typeof SurveyResponseConnection>;
  @Field(() => CustomerScores, { description: 'Their latest answers, health, churn risk and lifetime value.' })
  scores!: CustomerScores;
  @Field(() => [SegmentMembership], { description: 'The segments they are in now, by name.' })
  segments!: SegmentMembership[];
  @Field(() => [CustomerJourney], {
    description: 'Where they stand in each journey they entered, and how they came there; by name of the journey.',
  })
  journeys!: CustomerJourney[];
}
