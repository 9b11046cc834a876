// Scores of customers, and the definition of health.
import { Arg, Field, Float, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { HEALTH, HEALTH_PARTS, HEALTH_VERSIONS, type HealthPart as Part } from '../../src/derive/scores/health.ts';
import { describeEnum } from '../common/describe.ts';
import { Money } from '../common/money.ts';
import { DateTime } from '../common/scalars.ts';

export const ChurnRiskMissing = describeEnum('ChurnRiskMissing', 'Why nobody can tell whether a customer has left.', {
  NO_PURCHASE: 'They never bought.',
  ONE_PURCHASE:
    'They bought on one day only: the model lets customers leave after a repeat purchase, and knows nothing of others.',
  NO_MODEL: 'Fewer than 50 customers of their currency bought again, or they bought since and are about to be scored.',
  UNCLEAR_MODEL:
    'What customers bought does not tell who leaves: LEAVING is among `LifetimeModel.unclear` of their currency.',
});

@ObjectType('CustomerScores', {
  simpleResolvers: true,
  description:
    'What is known of a customer in figures. Kept with every change of their records; exact as of `computedAt`.',
})
export class CustomerScores {
  @Field(() => Int, { nullable: true, description: 'Their newest answer to an NPS question, 0 to 10.' })
  latestNps?: number | null;
  @Field(() => Float, { nullable: true, description: 'Their newest answer to a CSAT question, on `latestCsatScale`.' })
  latestCsat?: number | null;
  @Field(() => String, {
    nullable: true,
    description: 'The scale of that answer, such as "1..5"; "1..5 low" where low is good.',
  })
  latestCsatScale?: string | null;
  @Field(() => Float, { nullable: true, description: 'Their newest answer to a CES question, on `latestCesScale`.' })
  latestCes?: number | null;
  @Field(() => String, {
    nullable: true,
    description: 'The scale of that answer, such as "1..7"; "1..5 low" where low is good.',
  })
  latestCesScale?: string | null;
  @Field(() => Float, {
    nullable: true,
    description:
      '0 (bad) to 100 (good): a weighted mean of how recently they were in touch, their sentiment, open and reopened cases, latest answers and purchases of the last 365 days. The query `healthDefinition` has the weights. Null when fewer than two of these are known.',
  })
  health?: number | null;
  @Field(() => Int, { nullable: true, description: 'Version of `healthDefinition` that `health` was computed by.' })
  healthVersion?: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'Which share of the weights of `healthDefinition` was known of the customer, 0 to 1; the rest is left out of `health`. Null before it was first computed.',
  })
  healthCoverage?: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'Chance that the customer has left for good, 0 to 1: 1 - P(alive) of the BG/NBD model (Fader, Hardie and Lee 2005), fitted every night to the purchases of all customers of the same currency. Days with several purchases count as one. Null where that cannot be told: `churnRiskMissing` says why.',
  })
  churnRisk?: number | null;
  @Field(() => ChurnRiskMissing, {
    nullable: true,
    description: 'Why there is no `churnRisk`; null where there is one. Missing is neither safe nor lost.',
  })
  churnRiskMissing?: keyof typeof ChurnRiskMissing | null;
  @Field(() => Money, {
    nullable: true,
    description:
      'Revenue expected from the customer over the next 12 months, discounted by 10 % a year: purchases expected by the BG/NBD model times the amount expected by the Gamma-Gamma model (Fader and Hardie 2013; where a few amounts are far above the rest, its mean is held at the observed one). In the currency of most of their purchases; amounts in others count as purchases, not as money. What they have spent so far is not in it. Null for who never bought, and where fewer than 50 customers of their currency bought again, or did for a known amount.',
  })
  lifetimeValue?: Money | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Which fit of the models `churnRisk` and `lifetimeValue` come from, counted for each currency.',
  })
  lifetimeModelVersion?: number | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When the latest answers and health were last found changed; null before the first time.',
  })
  computedAt?: Date | null;
}

export const HealthPart = describeEnum(
  'HealthPart',
  'What health is made of.',
  Object.fromEntries(
    HEALTH_PARTS.map(part => [part, HEALTH.components.find(one => one.part === part)!.description]),
  ) as Record<Part, string>,
);

@ObjectType('HealthComponent', { simpleResolvers: true, description: 'One part of health.' })
export class HealthComponent {
  @Field(() => HealthPart, { description: 'Which part.' })
  part!: Part;
  @Field(() => String, { description: 'What is measured, in which unit, and of whom it is known.' })
  description!: string;
  @Field(() => Float, { description: 'How much it counts, relative to the others.' })
  weight!: number;
  @Field(() => Float, { description: 'The figure that gives 0 points; so does what lies beyond.' })
  worst!: number;
  @Field(() => Float, { description: 'The figure that gives 100 points; so does what lies beyond.' })
  best!: number;
}

@ObjectType('HealthDefinition', { simpleResolvers: true, description: 'How `CustomerScores.health` is computed.' })
export class HealthDefinition {
  @Field(() => Int, { description: 'Counts up with every change of the definition.' })
  version!: number;
  @Field(() => String, { description: 'The formula in words.' })
  description!: string;
  @Field(() => [HealthComponent], { description: 'Its parts with their weights and ends.' })
  components!: readonly HealthComponent[];
}

@Resolver()
export class ScoresResolver {
  @Query(() => HealthDefinition, {
    nullable: true,
    description: 'How the health of customers is computed; null when there is no such version.',
  })
  healthDefinition(
    @Arg('version', () => Int, { nullable: true, description: 'An earlier version; the one in use when left out.' })
    version?: number | null,
  ): HealthDefinition | null {
    return version == null ? HEALTH : (HEALTH_VERSIONS.find(one => one.version === version) ?? null);
  }
}
