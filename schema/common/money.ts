// Amounts of money.
import { Field, Float, ObjectType } from 'type-graphql';

@ObjectType('Money', { description: 'An amount in one currency. Amounts are never converted.', simpleResolvers: true })
export class Money {
  @Field(() => Float, { description: 'In units of the currency, such as 12.5 for twelve and a half euros.' })
  amount!: number;
  @Field(() => String, { description: 'ISO 4217 code, such as EUR. XXX where the source names no currency.' })
  currency!: string;
}
