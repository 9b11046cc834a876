// Pure: health as SQL over a row that knows the raw figures of a customer.
import { type HealthDefinition, type HealthPart, LEAST_PARTS } from './health.ts';

/** Null where it is not known. */
const PARTS: Readonly<Record<HealthPart, string>> = {
  RECENCY: 'silent',
  SENTIMENT: 'sentiment',
  OPEN_CASES: 'case when cases > 0 then open end',
  REOPENED_CASES: '100.0 * reopened / nullif(solved, 0)',
  LATEST_NPS: 'nps_place / 10',
  LATEST_CSAT: 'csat_place',
  LATEST_CES: 'ces_place',
  PURCHASES: 'recent',
};

/** 0 to 100; null with too few parts. Figures of the definition become text: they are our own. */
export function healthSql({ components }: HealthDefinition): string {
  const known = components.map(({ part }) => `(${PARTS[part]})::float8`);
  const points = components.map(
    ({ weight, worst, best }, i) =>
      `coalesce(${weight} * least(greatest((${known[i]} - (${worst})) / (${best - worst}), 0), 1), 0)`,
  );
  const weights = components.map(({ weight }, i) => `case when ${known[i]} is null then 0 else ${weight} end`);
  return `case when num_nonnulls(${known.join(', ')}) >= ${LEAST_PARTS}
    then 100 * (${points.join(' + ')}) / (${weights.join(' + ')}) end`;
}
