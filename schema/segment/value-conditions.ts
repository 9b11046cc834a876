// Conditions on what is known of customers: fields of the profile, and custom attributes.
import { Field, InputType } from 'type-graphql';
import { describeEnum } from '../common/describe.ts';
import { Duration, Json } from '../common/scalars.ts';

export const CustomerField = describeEnum('CustomerField', 'What of a profile a rule can test.', {
  EMAIL: 'Their e-mail addresses, in text: `eq` and `in` hold when one of them is meant, `ne` when none is.',
  COUNTRY: 'Their country, as `Customer.country` gives it, such as DE.',
  LANGUAGE: 'Their preferred language, such as de or pt-BR.',
  JOB_TITLE: 'What they do at their company.',
  LIFECYCLE_STAGE: 'How far they have come: a LifecycleStage, such as "CUSTOMER".',
  CREATED_AT: 'When the first source first knew them.',
  LAST_INTERACTION_AT: 'When their latest interaction took place.',
  ACCOUNT_NAME: 'The name of the company they belong to.',
  ACCOUNT_INDUSTRY: 'The industry of that company.',
  ACCOUNT_EMPLOYEES: 'How many people work there.',
  HEALTH: '`CustomerScores.health`, 0 to 100.',
  CHURN_RISK: '`CustomerScores.churnRisk`, 0 to 1.',
  LIFETIME_VALUE: 'The amount of `CustomerScores.lifetimeValue`, whatever its currency.',
});

@InputType('ValueTest', {
  description:
    'A test of one value. Exactly one is given. Text takes eq, ne, in, contains, startsWith and present; numbers eq, ne, in, lt, lte, gt, gte and present; moments lt, lte, gt, gte, within, notWithin and present. Where there is no value, `ne`, `notWithin` and {present: false} hold, and nothing else does.',
})
export class ValueTest {
  @Field(() => Json, { nullable: true, description: 'It is exactly this text, number, true or false.' })
  eq?: unknown;
  @Field(() => Json, { nullable: true, description: 'It is not this; also where there is no value.' })
  ne?: unknown;
  @Field(() => [Json], { nullable: true, description: 'It is exactly one of these, up to 1000.' })
  in?: unknown[] | null;
  @Field(() => Json, {
    nullable: true,
    description:
      'Less than this number, or before this moment: RFC 3339, such as "2026-01-31T09:30:00Z", or a day such as "2026-01-31", which begins at 00:00 UTC.',
  })
  lt?: unknown;
  @Field(() => Json, { nullable: true, description: 'At most this number, or no later than this moment.' })
  lte?: unknown;
  @Field(() => Json, { nullable: true, description: 'More than this number, or after this moment.' })
  gt?: unknown;
  @Field(() => Json, { nullable: true, description: 'At least this number, or no earlier than this moment.' })
  gte?: unknown;
  @Field(() => String, {
    nullable: true,
    description: 'This stands somewhere in it; upper and lower case are the same.',
  })
  contains?: string | null;
  @Field(() => String, { nullable: true, description: 'It begins with this; upper and lower case are the same.' })
  startsWith?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'True: there is a value. False: there is none.' })
  present?: boolean | null;
  @Field(() => Duration, {
    nullable: true,
    description: 'The moment lies no longer ago than this, such as P30D, or ahead. Up to P36500D.',
  })
  within?: string | null;
  @Field(() => Duration, {
    nullable: true,
    description: 'The opposite of `within`: longer ago than this, or there is no such moment.',
  })
  notWithin?: string | null;
}

@InputType('FieldCondition', { description: 'Tests a field of the profile: {field: COUNTRY, is: {in: ["DE", "AT"]}}.' })
export class FieldCondition {
  @Field(() => CustomerField, { description: 'Which field.' })
  field!: keyof typeof CustomerField;
  @Field(() => ValueTest, { description: 'What must hold for its value.' })
  is!: ValueTest;
}

@InputType('TraitCondition', {
  description:
    'Tests a custom attribute, as `Customer.traits` gives it: {key: "plan", is: {eq: "enterprise"}}. Numbers, true, false and moments are also read from text; of a list, `eq` and `contains` look at each item; what cannot be read counts as no value.',
})
export class TraitCondition {
  @Field(() => String, { description: 'Its name.' })
  key!: string;
  @Field(() => ValueTest, { description: 'What must hold for its value.' })
  is!: ValueTest;
}
