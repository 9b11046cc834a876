// What is known of each customer in figures: latest answers, health, purchases, and what the lifetime model makes of them.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { count, createdNow, number, sharedId, text, whole } from './columns.ts';

/** -infinity for who has none: every customer has their place in the order. */
const ordered = () => number().defaultRaw(`'-infinity'::double precision`);

export const customerScoreSchema = defineEntity({
  name: 'CustomerScore',
  tableName: 'customer_score',
  properties: {
    customerId: sharedId(),
    latestNps: whole().nullable(),
    latestCsat: number().nullable(),
    /** Such as "1..5", or "1..5 low" where low is good. */
    latestCsatScale: text().nullable(),
    latestCes: number().nullable(),
    latestCesScale: text().nullable(),
    /** 0 to 100. */
    health: ordered(),
    /** Of the definition of health that it was computed by. */
    healthVersion: whole().nullable(),
    /** Share of the weights of its parts that was known, 0 to 1. */
    healthCoverage: number().nullable(),
    /** Days on which they bought. */
    purchases: count(),
    /** Days of UTC. */
    firstPurchase: p.date().nullable(),
    lastPurchase: p.date().nullable(),
    /** Of the days after the first, in the currency. */
    meanAmount: number().nullable(),
    /** Of most of their purchases; '' where the source names none. */
    currency: text().nullable(),
    /** 0 to 1. */
    churnRisk: number().nullable(),
    /** In the currency. */
    lifetimeValue: ordered(),
    /** Of the model of that currency; null when the purchases have changed since, or there is no model. */
    modelVersion: whole().nullable(),
    computedAt: createdNow(),
  },
  indexes: [
    // customers ordered by HEALTH and by LIFETIME_VALUE
    ...(['health', 'lifetime_value'] as const).map(column => ({
      name: `customer_score_${column}`,
      expression: `create index "customer_score_${column}" on "customer_score" ("${column}", "customer_id")`,
    })),
  ],
});
export class CustomerScore extends customerScoreSchema.class {}
customerScoreSchema.setClass(CustomerScore);
