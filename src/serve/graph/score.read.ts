// How scores are read with their customer, in the same statement.
import type { GraphType, Order } from './model.ts';
import { column, columns, one, part, time } from './model.ts';
import { moneyType } from './money.ts';

const valueType = moneyType('lifetime_value');

/** Why there is no churn risk; null where there is one. */
const MISSING = `case
  when s.churn_risk is not null then null
  when coalesce(s.purchases, 0) = 0 then 'NO_PURCHASE'
  when s.purchases = 1 then 'ONE_PURCHASE'
  when s.model_version is null then 'NO_MODEL'
  else 'UNCLEAR_MODEL'
end`;

const scoresType: GraphType = {
  name: 'CustomerScores',
  // A customer always has scores, be it with nothing in them.
  table: `(select c.id as customer_id, s.latest_nps, s.latest_csat, s.latest_csat_scale, s.latest_ces, s.latest_ces_scale,
      nullif(s.health, '-infinity') as health, s.health_version, s.health_coverage, s.churn_risk, ${MISSING} as churn_risk_missing,
      nullif(s.lifetime_value, '-infinity') as lifetime_value, nullif(s.currency, '') as currency, s.model_version, s.computed_at
    from customer c left join customer_score s on s.customer_id = c.id)`,
  fields: {
    ...columns('latestNps', 'latestCsat', 'latestCsatScale', 'latestCes', 'latestCesScale'),
    ...columns('health', 'healthVersion', 'healthCoverage', 'churnRisk', 'churnRiskMissing'),
    lifetimeValue: part(
      () => valueType,
      row => `${row}.lifetime_value is not null`,
    ),
    lifetimeModelVersion: column('model_version'),
    computedAt: time('computed_at'),
  },
};

export const scores = one(
  () => scoresType,
  (customer, row) => `${row}.customer_id = ${customer}.id`,
);

const byScore = (score: string): Order => ({
  join: row => `join customer_score score on score.customer_id = ${row}.id`,
  key: () => `score.${score}`,
  id: () => 'score.customer_id',
  type: 'float8',
});

/** Who has none comes below everybody. */
export const scoreOrders: Readonly<Record<string, Order>> = {
  HEALTH: byScore('health'),
  LIFETIME_VALUE: byScore('lifetime_value'),
};
