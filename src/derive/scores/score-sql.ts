// Pure: the SQL that puts the scores of some customers together from their facts, in one statement.
import { HEALTH, HEALTH_DAYS, type HealthDefinition, type HealthPart, LEAST_PARTS } from './health.ts';

/** Moment of the scores: the transaction's own unless told. */
const now = `coalesce($2::timestamptz, now())`;
const since = `(${now} - interval '${HEALTH_DAYS} days')`;
const today = `(${now} at time zone 'UTC')::date`;

/** An answer in percent of the way from the bad end of its scale, such as "1..5" or "1..5 low", to the good one. */
const place = (value: string, unit: string): string => {
  const min = `split_part(${unit}, '..', 1)::float8`;
  const max = `split_part(split_part(${unit}, '..', 2), ' ', 1)::float8`;
  const share = `100 * (${value} - ${min}) / nullif(${max} - ${min}, 0)`;
  return `case when ${unit} like '% low' then 100 - ${share} else ${share} end`;
};

/** Each part as SQL over a row that knows the raw figures of a customer; null where it is not known. */
const HEALTH_PARTS: Readonly<Record<HealthPart, string>> = {
  RECENCY: 'silent',
  SENTIMENT: 'sentiment',
  OPEN_CASES: 'case when cases > 0 then open end',
  REOPENED_CASES: '100.0 * reopened / nullif(solved, 0)',
  LATEST_NPS: 'nps_place / 10',
  LATEST_CSAT: 'csat_place',
  LATEST_CES: 'ces_place',
  PURCHASES: 'recent',
};

/**
 * 0 to 100, null with too few parts, and the share of the weights that is known. Figures of the definition become text:
 * they are our own.
 */
function healthSql({ components }: HealthDefinition): { health: string; coverage: string } {
  const known = components.map(({ part }) => `(${HEALTH_PARTS[part]})::float8`);
  const points = components.map(
    ({ weight, worst, best }, i) =>
      `coalesce(${weight} * least(greatest((${known[i]} - (${worst})) / (${best - worst}), 0), 1), 0)`,
  );
  const weights = components.map(({ weight }, i) => `case when ${known[i]} is null then 0 else ${weight} end`);
  const all = components.reduce((sum, { weight }) => sum + weight, 0);
  return {
    health: `case when num_nonnulls(${known.join(', ')}) >= ${LEAST_PARTS}
    then 100 * (${points.join(' + ')}) / (${weights.join(' + ')}) end`,
    coverage: `(${weights.join(' + ')})::float8 / ${all}`,
  };
}

/** What is found of a customer, and its type. */
const FOUND = {
  latest_nps: 'float8',
  latest_csat: 'float8',
  latest_csat_scale: 'text',
  latest_ces: 'float8',
  latest_ces_scale: 'text',
  purchases: 'int',
  first_purchase: 'date',
  last_purchase: 'date',
  mean_amount: 'float8',
  currency: 'text',
  // For health alone.
  silent: 'float8',
  sentiment: 'float8',
  cases: 'int',
  open: 'int',
  solved: 'int',
  reopened: 'int',
  nps_place: 'float8',
  csat_place: 'float8',
  ces_place: 'float8',
  recent: 'int',
};
type Found = keyof typeof FOUND;
const found = Object.entries(FOUND);
const ANSWERS: readonly Found[] = ['latest_nps', 'latest_csat', 'latest_csat_scale', 'latest_ces', 'latest_ces_scale'];
const HISTORY: readonly Found[] = ['purchases', 'first_purchase', 'last_purchase', 'mean_amount', 'currency'];
/** A step's rows, with nothing in the columns that others know. */
const known = (from: string, columns: readonly Found[]): string =>
  `select id, ${found.map(([column, type]) => `${columns.includes(column as Found) ? column : 'null'}::${type} as ${column}`).join(', ')} from ${from}`;

const HEALTH_SQL = healthSql(HEALTH);
const written = [...ANSWERS, 'health', 'health_version', 'health_coverage', ...HISTORY];
const tuple = (row: string, columns: readonly string[]) => `(${columns.map(column => `${row}.${column}`).join(', ')})`;
const sameHistory = `${tuple('s', HISTORY)} is not distinct from ${tuple('excluded', HISTORY)}`;
const answer = (kind: string, as: string) => `
    max(value) filter (where kind = '${kind}') as latest_${as}, max(unit) filter (where kind = '${kind}') as latest_${as}_scale,
    max(place) filter (where kind = '${kind}' and at >= ${since}) as ${as}_place`;

/**
 * $1 customers, $2 the moment or null. Rows that come out the same are not written. What a model made of purchases that
 * have changed since is taken away. A day's purchases are one, because the models know no two at a time; returns and
 * gifts are none.
 * Steps are grouped and put together by grouping, never joined: so the cost grows with the facts whatever the planner
 * thinks of their number.
 */
export const SCORE = `
with wanted as materialized (
  select w.id from unnest($1::bigint[]) as w(id) where exists (select from customer c where c.id = w.id)
), gone as (
  delete from customer_score s using unnest($1::bigint[]) as w(id)
  where s.customer_id = w.id and not exists (select from customer c where c.id = w.id)
), own as materialized (
  select w.id, f.* from wanted w cross join lateral (
    select m.source_id, m.item, m.kind, m.at, m.value, m.sign, m.unit from metric_fact m where m.subject = w.id
      and m.kind in ('NPS', 'CSAT', 'CES', 'SENTIMENT', 'CASE', 'REOPENING', 'UNTOLD_REOPENING', 'PURCHASE') and m.at <= ${now} offset 0
  ) f
), contact as (
  select w.id, extract(epoch from ${now} - nullif(y.last_interaction_at, '-infinity')) / 86400 as silent
  from wanted w left join customer_activity y on y.customer_id = w.id
), newest as (
  select distinct on (id, kind) id, kind, at, value, unit, ${place('value', 'unit')} as place
  from own where kind in ('NPS', 'CSAT', 'CES') order by id, kind, at desc, source_id desc, item desc
), answers as (
  select id, ${[answer('NPS', 'nps'), answer('CSAT', 'csat'), answer('CES', 'ces')].join(',')} from newest group by id
), mood as (
  select id, avg(value) as sentiment from own where kind = 'SENTIMENT' and at >= ${since} group by id
), support as (
  select id, count(*) filter (where opened) as cases, count(*) filter (where opened and not solved) as open,
    count(*) filter (where lately) as solved, count(*) filter (where lately and reopened) as reopened
  from (
    select id, coalesce(bool_or(kind = 'CASE' and at >= ${since}), false) as opened, bool_or(kind <> 'CASE') as solved,
      bool_or(kind = 'REOPENING' and at >= ${since}) as lately, bool_or(kind = 'REOPENING' and sign = -1) as reopened
    from own where kind in ('CASE', 'REOPENING', 'UNTOLD_REOPENING') group by id, source_id
  ) c group by id
), spent as (
  select id, (at at time zone 'UTC')::date as day, unit, sum(value) as amount, count(*) as items, max(at) as last
  from own where kind = 'PURCHASE' and value > 0 group by 1, 2, 3
), purse as (
  select *, first_value(unit) over (partition by id order by bought desc, latest desc, unit) as currency,
    min(day) over (partition by id) as first
  from (select *, sum(items) over u as bought, max(last) over u as latest from spent window u as (partition by id, unit)) s
), history as (
  select id, count(distinct day)::int as purchases, min(day) as first_purchase, max(day) as last_purchase,
    avg(amount) filter (where unit = currency and day > first) as mean_amount, min(currency) as currency,
    count(distinct day) filter (where day > ${today} - ${HEALTH_DAYS}) as recent
  from purse group by id
), parts as (
  ${[
    known('contact', ['silent']),
    known('answers', [...ANSWERS, 'nps_place', 'csat_place', 'ces_place']),
    known('mood', ['sentiment']),
    known('support', ['cases', 'open', 'solved', 'reopened']),
    known('history', [...HISTORY, 'recent']),
  ].join('\n  union all ')}
), whole as (
  select id, ${found.map(([column]) => `max(${column}) as ${column}`).join(', ')} from parts group by id
)
insert into customer_score as s (customer_id, ${written.join(', ')}, computed_at)
select c.id, round(latest_nps)::int, ${ANSWERS.slice(1).join(', ')}, coalesce(health, '-infinity'),
  case when health is not null then ${HEALTH.version} end, health_coverage, coalesce(purchases, 0), ${HISTORY.slice(1).join(', ')}, ${now}
from (select *, ${HEALTH_SQL.health} as health, ${HEALTH_SQL.coverage} as health_coverage from whole) c
order by c.id
on conflict (customer_id) do update set ${written.map(column => `${column} = excluded.${column}`).join(', ')},
  computed_at = excluded.computed_at,
  churn_risk = case when ${sameHistory} then s.churn_risk end,
  lifetime_value = case when ${sameHistory} then s.lifetime_value else '-infinity' end,
  model_version = case when ${sameHistory} then s.model_version end
where ${tuple('s', written)} is distinct from ${tuple('excluded', written)}
returning s.customer_id as id`;
