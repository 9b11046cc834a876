// A hundred segments of ten sorts, each as a rule and as the SQL that somebody who knows the tables would write by hand.
import type { InteractionCondition } from '../../../src/derive/rules/conditions/interaction.ts';
import type { SegmentRule } from '../../../src/derive/rules/rule.ts';
import { NOW } from './world.ts';

export interface Sample {
  readonly key: string;
  readonly rule: SegmentRule;
  /** The ids of who is meant. */
  readonly sql: string;
}

type Make = (n: number) => Omit<Sample, 'key'>;

const days = (count: number) => `P${count}D`;
const since = (count: number) => `timestamptz '${new Date(NOW.getTime() - count * 86_400_000).toISOString()}'`;
const now = `timestamptz '${NOW.toISOString()}'`;
const of = <T>(values: readonly T[], n: number): T => values[n % values.length]!;

const COUNTRIES = ['DE', 'US', 'GB', 'FR', 'NL'];
const KINDS = ['CALL', 'CHAT', 'EMAIL', 'VISIT', 'MEETING'] as const;

const counted = (kind: string, window: number, having: string) =>
  `select customer_id from interaction where kind = '${kind}' and occurred_at > ${since(window)} and occurred_at <= ${now} group by customer_id having ${having}`;
const scored = (measure: string, window: number, having: string) =>
  `select subject from metric_fact where kind = '${measure}' and at > ${since(window)} and at <= ${now} group by subject having ${having}`;

const MAKERS: Readonly<Record<string, Make>> = {
  place: n => ({
    rule: {
      all: [
        { field: { field: 'COUNTRY', is: { in: [of(COUNTRIES, n), of(COUNTRIES, n + 1)] } } },
        { field: { field: 'LIFECYCLE_STAGE', is: { eq: n % 2 ? 'CUSTOMER' : 'LEAD' } } },
      ],
    },
    sql: `select id from customer where country in ('${of(COUNTRIES, n)}', '${of(COUNTRIES, n + 1)}') and lifecycle_stage = '${n % 2 ? 'CUSTOMER' : 'LEAD'}'`,
  }),
  cases: n => ({
    rule: { interaction: { kind: 'SUPPORT_CASE', within: days(60 + 30 * n), count: { gte: 2 + (n % 2) } } },
    sql: `select id from customer where id in (${counted('SUPPORT_CASE', 60 + 30 * n, `count(*) >= ${2 + (n % 2)}`)})`,
  }),
  silent: n => ({
    rule: {
      all: [
        { field: { field: 'LIFECYCLE_STAGE', is: { eq: 'CUSTOMER' } } },
        { interaction: { kind: of(KINDS, n), within: days(90 + 20 * n), count: { eq: 0 } } },
      ],
    },
    sql: `select id from customer c where lifecycle_stage = 'CUSTOMER' and not exists (select from interaction i
      where i.customer_id = c.id and i.kind = '${of(KINDS, n)}' and i.occurred_at > ${since(90 + 20 * n)} and i.occurred_at <= ${now})`,
  }),
  detractors: n => ({
    rule: { answer: { measure: 'NPS', latest: { lte: 3 + (n % 4) }, within: days(30 + 30 * n) } },
    sql: `select c.id from customer c join (select distinct on (subject) subject, value from metric_fact
      where kind = 'NPS' and at > ${since(30 + 30 * n)} and at <= ${now} order by subject, at desc, source_id desc, item desc) f on f.subject = c.id
      where f.value <= ${3 + (n % 4)}`,
  }),
  spenders: n => ({
    rule: { interaction: { kind: 'PURCHASE', within: days(180 + 30 * n), amount: { gte: 200 + 100 * n } } },
    sql: `select id from customer where id in (${counted('PURCHASE', 180 + 30 * n, `sum(amount) >= ${200 + 100 * n}`)})`,
  }),
  troubled: n => ({
    rule: {
      all: [
        { answer: { measure: 'NPS', any: { gte: 9 }, within: days(200 + 30 * n) } },
        { not: { interaction: { kind: 'SUPPORT_CASE', within: days(30 + 10 * n) } } },
      ],
    },
    sql: `select id from customer c where id in (${scored('NPS', 200 + 30 * n, 'max(value) >= 9')}) and not exists (select from interaction i
      where i.customer_id = c.id and i.kind = 'SUPPORT_CASE' and i.occurred_at > ${since(30 + 10 * n)} and i.occurred_at <= ${now})`,
  }),
  won: n => ({
    rule: {
      interaction: {
        kind: 'CAMPAIGN_RESPONSE',
        within: days(60 + 20 * n),
        // biome-ignore lint/suspicious/noThenProperty: the API's own word
        then: { kind: 'PURCHASE', within: days(30) } satisfies InteractionCondition,
      },
    },
    sql: `select id from customer where id in (select a.customer_id from interaction a join interaction b on b.customer_id = a.customer_id
      and b.kind = 'PURCHASE' and b.occurred_at > a.occurred_at and b.occurred_at <= a.occurred_at + interval '720 hours' and b.occurred_at <= ${now}
      where a.kind = 'CAMPAIGN_RESPONSE' and a.occurred_at > ${since(60 + 20 * n)} and a.occurred_at <= ${now})`,
  }),
  plans: n => ({
    rule: {
      all: [
        { trait: { key: 'plan', is: { eq: of(['Starter', 'Growth', 'Enterprise'], n) } } },
        { field: { field: 'ACCOUNT_EMPLOYEES', is: { gte: 50 * (n + 1) } } },
      ],
    },
    sql: `select c.id from customer c join account a on a.id = c.account_id
      where c.traits -> 'plan' ->> 'value' = '${of(['Starter', 'Growth', 'Enterprise'], n)}' and a.employees >= ${50 * (n + 1)}`,
  }),
  unhappy: n => ({
    rule: {
      any: [
        { answer: { measure: 'CSAT', mean: { lt: 2.03 + 0.1 * n }, within: days(365) } },
        { field: { field: 'CHURN_RISK', is: { gt: 0.9 + 0.01 * n } } },
      ],
    },
    sql: `select c.id from customer c left join customer_score s on s.customer_id = c.id
      left join (${scored('CSAT', 365, `avg(value) < ${2.03 + 0.1 * n}`)}) f on f.subject = c.id
      where f.subject is not null or s.churn_risk > ${0.9 + 0.01 * n}`,
  }),
  dormant: n => ({
    rule: {
      not: {
        any: [
          { field: { field: 'LAST_INTERACTION_AT', is: { within: days(60 + 10 * n) } } },
          { field: { field: 'HEALTH', is: { lt: 20 + 5 * n } } },
        ],
      },
    },
    sql: `select c.id from customer c left join customer_score s on s.customer_id = c.id left join customer_activity v on v.customer_id = c.id
      where not coalesce(v.last_interaction_at > ${since(60 + 10 * n)}, false) and not coalesce(s.health > '-infinity' and s.health < ${20 + 5 * n}, false)`,
  }),
};

/** So many of each sort. */
export function samples(each: number): Sample[] {
  return Object.entries(MAKERS).flatMap(([sort, make]) =>
    Array.from({ length: each }, (_, n) => ({ key: `${sort}-${n}`, ...make(n) })),
  );
}
