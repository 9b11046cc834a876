// The models behind churn risk and lifetime value, with their parameters.
import { Ctx, Field, Float, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../src/base/context/context.ts';
import { readLifetimeModels } from '../../src/serve/graph/lifetime-models.read.ts';
import { describeEnum, orNull } from '../common/describe.ts';
import { DateTime } from '../common/scalars.ts';

@ObjectType('PurchaseModel', {
  simpleResolvers: true,
  description: 'Parameters of BG/NBD (Fader, Hardie and Lee 2005), for times in days.',
})
export class PurchaseModel {
  @Field(() => Float, { description: 'Shape of the gamma distribution of purchase rates among customers.' })
  r!: number;
  @Field(() => Float, { description: 'Its rate, in days: customers buy every alpha / r days on average.' })
  alpha!: number;
  @Field(() => Float, {
    description:
      'First parameter of the beta distribution of the chance to leave after a purchase: a / (a + b) on average.',
  })
  a!: number;
  @Field(() => Float, { description: 'Its second parameter.' })
  b!: number;
}

@ObjectType('SpendModel', {
  simpleResolvers: true,
  description: 'Parameters of Gamma-Gamma (Fader and Hardie 2013), for amounts in the currency.',
})
export class SpendModel {
  @Field(() => Float, { description: "Shape of the gamma distribution of one customer's amounts." })
  p!: number;
  @Field(() => Float, {
    description: 'Shape of the gamma distribution of the rates of these among customers; above 1.',
  })
  q!: number;
  @Field(() => Float, {
    description: 'Its rate, in money: customers spend p * gamma / (q - 1) on a purchase on average.',
  })
  gamma!: number;
}

export const LifetimeModelPart = describeEnum(
  'LifetimeModelPart',
  'Part of the lifetime models. It is unclear when customers without differences in it are as likely (likelihood-ratio test at the bound, 5 %): then its parameters grow without end and nothing is gained, or the search for them found no end.',
  {
    BUYING: 'How often customers buy, and how much they differ in it: `r` and `alpha`.',
    LEAVING: 'Whether customers leave after a purchase, and how much they differ in it: `a` and `b`.',
    SPENDING: 'What they spend: `p`, `q` and `gamma`. Unclear when amounts are all alike.',
  },
);

@ObjectType('LifetimeModel', {
  simpleResolvers: true,
  description: 'One fit of the models behind churn risk and lifetime value. Every night brings a new version.',
})
export class LifetimeModel {
  @Field(() => String, {
    description: 'Customers most of whose purchases are in this currency; XXX where none is named.',
  })
  currency!: string;
  @Field(() => Int, { description: 'Counts up with every fit for this currency.' })
  version!: number;
  @Field(() => PurchaseModel, { description: 'When customers buy, and when they leave.' })
  purchases!: PurchaseModel;
  @Field(() => SpendModel, {
    nullable: true,
    description: 'What they spend; null when fewer than 50 bought again for a known amount.',
  })
  spend?: SpendModel | null;
  @Field(() => Boolean, {
    description: 'Whether the likelihood has a clear maximum: false when anything is `unclear`.',
  })
  converged!: boolean;
  @Field(() => [LifetimeModelPart], {
    description:
      'Parts in which it has none, and single parameters say little. With LEAVING there, nobody has a `churnRisk`.',
  })
  unclear!: readonly (keyof typeof LifetimeModelPart)[];
  @Field(() => Int, {
    description: 'Customers that it was fitted to: all of them, or 50,000 drawn by a hash of their ids.',
  })
  sample!: number;
  @Field(() => Int, { description: 'Customers of this currency at that time.' })
  population!: number;
  @Field(() => DateTime, { description: 'When it was fitted.' })
  fittedAt!: Date;
}

@Resolver()
export class LifetimeModelResolver {
  @Query(
    () => [LifetimeModel],
    orNull(
      'The models in use behind `churnRisk` and `lifetimeValue`, by currency. A currency is here once 50 of its customers bought on two days.',
    ),
  )
  lifetimeModels(@Ctx() ctx: Context): Promise<LifetimeModel[]> {
    return readLifetimeModels(ctx);
  }
}
