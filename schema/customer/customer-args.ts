// Arguments of customer fields and lists.
import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { describeEnum } from '../common/describe.ts';
import { DateRange, OrderDirection } from '../common/filters.ts';
import { PageArgs } from '../common/paging.ts';
import { SegmentRule } from '../segment/segment-rule.ts';
import { LifecycleStage } from './lifecycle-stage.ts';

@ArgsType()
export class TraitsArgs {
  @Field(() => [String], { nullable: true, description: 'Only these attributes, by name; all when left out.' })
  keys?: string[] | null;
}

@ArgsType()
export class ProvenanceArgs {
  @Field(() => [String], { nullable: true, description: 'Only these fields, such as "email"; all when left out.' })
  fields?: string[] | null;
}

@InputType('ExternalIdInput', {
  description: 'An id in a source, such as source "hubspot", object "contact", id "101".',
})
export class ExternalIdInput {
  @Field(() => String, { description: 'Key of the connection.' })
  source!: string;
  @Field(() => String, { description: 'Kind of record there, as `SourceRecord.object` names it.' })
  object!: string;
  @Field(() => String, { description: 'The id there.' })
  id!: string;
}

@InputType('CustomerBy', { description: 'Whom you mean. Give exactly one of these.' })
export class CustomerBy {
  @Field(() => ID, { nullable: true, description: 'Their id here. An id of before a merge still finds them.' })
  id?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'One of their e-mail addresses; upper and lower case are the same.',
  })
  email?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Their phone number with country code, such as +4930901820; only when no one else has it.',
  })
  phone?: string | null;
  @Field(() => ExternalIdInput, { nullable: true, description: 'Their id in a source.' })
  external?: ExternalIdInput | null;
}

@InputType('CustomerFilter', { description: 'Which customers; all conditions given must hold.' })
export class CustomerFilter {
  @Field(() => String, {
    nullable: true,
    description: 'One of their e-mail addresses is exactly this; upper and lower case are the same.',
  })
  email?: string | null;
  @Field(() => [String], {
    nullable: true,
    description: 'Their country is one of these, as `Customer.country` gives it.',
  })
  country?: string[] | null;
  @Field(() => [LifecycleStage], { nullable: true, description: 'Their stage is one of these.' })
  lifecycleStage?: (keyof typeof LifecycleStage)[] | null;
  @Field(() => ID, { nullable: true, description: 'They belong to this account.' })
  account?: string | null;
  @Field(() => DateRange, { nullable: true, description: 'They became known in this span.' })
  createdAt?: DateRange | null;
  @Field(() => DateRange, { nullable: true, description: 'Their latest interaction lies in this span.' })
  lastInteractionAt?: DateRange | null;
  @Field(() => String, { nullable: true, description: 'They are in the segment with this key now.' })
  segment?: string | null;
  @Field(() => SegmentRule, {
    nullable: true,
    description:
      'This rule holds for them at this moment, whether it is a segment or not. For lists that are read often save a segment: that is ready, and a rule is worked out each time.',
  })
  rule?: SegmentRule | null;
}

export const CustomerOrderField = describeEnum('CustomerOrderField', 'What customers can be sorted by.', {
  CREATED_AT: 'When they became known.',
  UPDATED_AT: 'When a source last changed a record of theirs.',
  LAST_INTERACTION_AT: 'When they last were in touch. Who never was counts as longest ago.',
  HEALTH: 'Their health, `CustomerScores.health`. Who has none counts as lowest.',
  LIFETIME_VALUE:
    'Their lifetime value, `CustomerScores.lifetimeValue`, by amount whatever the currency. Who has none counts as lowest.',
  DISPLAY_NAME: "Their name as shown, in the database's order of letters.",
});

@InputType('CustomerOrder', { description: 'How to sort customers. Equal ones are sorted by id.' })
export class CustomerOrder {
  @Field(() => CustomerOrderField, { description: 'What to sort by.' })
  field!: keyof typeof CustomerOrderField;
  @Field(() => OrderDirection, { nullable: true, defaultValue: 'ASC', description: 'Which end comes first.' })
  direction?: keyof typeof OrderDirection | null;
}

@ArgsType()
export class CustomersArgs extends PageArgs {
  @Field(() => CustomerFilter, { nullable: true, description: 'Only customers for whom all of this holds.' })
  where?: CustomerFilter | null;
  @Field(() => String, {
    nullable: true,
    description: 'Words or parts of words, all of which occur in name, e-mail addresses or phone number.',
  })
  search?: string | null;
  @Field(() => CustomerOrder, { nullable: true, description: 'By default CREATED_AT, earliest first.' })
  orderBy?: CustomerOrder | null;
}
