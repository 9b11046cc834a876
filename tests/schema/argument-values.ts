// What generated queries give as arguments.
import type { Value } from './every-field.ts';

const IDS: Readonly<Record<string, string>> = {
  'Query.account': 'account_1',
  'Query.connection': 'toy',
  'Query.node': 'customer_1',
};

const BY_NAME: Readonly<Record<string, string>> = {
  'SegmentRule.rule': '{ field: { field: COUNTRY, is: { present: false } } }',
  'PeriodInput.during': '{ from: "2026-02-01", to: "2026-03-31" }',
  'Granularity.every': 'MONTH',
  'Dimension.by': '[CHANNEL]',
  'Dimension.weightBy': '[COUNTRY]',
  'Comparison.compareTo': 'PREVIOUS_PERIOD',
  'ComparisonInput.compareTo': '{ with: PREVIOUS_PERIOD }',
  'CustomerBy.by': '{ id: "customer_1" }',
  'Metric.metric': 'NPS',
  'Metric.of': 'NPS',
  'ID.customer': '"customer_1"',
};

/** Just what brings most answers: long pages at the top, short ones below. */
export const plainValues: Value = ({ owner, field, arg, type, depth }) => {
  if (arg === 'id' && type === 'ID') return IDS[`${owner}.${field}`] && `"${IDS[`${owner}.${field}`]}"`;
  if (arg === 'key') return { segment: '"all"', journey: '"way"' }[field];
  if (arg === 'first') return field === 'alerts' || depth === 0 ? '100' : '3';
  if (field === 'alerts' && arg === 'open') return 'null';
  // Most customers came first in January.
  if (field === 'retention' && arg === 'during') return '{ from: "2026-01-01", to: "2026-03-31" }';
  // Stages are measured by all that they are measured by anyway.
  if (arg === 'of' && field === 'metrics') return owner === 'Query' ? '[NPS, CSAT]' : undefined;
  return BY_NAME[`${type}.${arg}`];
};

const FILTERS: Readonly<Record<string, string>> = {
  'CustomerFilter.where': '{ country: ["DE"], email: "ada@engines.example" }',
  'InteractionFilter.where': '{ kind: [NOTE], source: ["toy"] }',
  'SurveyResponseFilter.where': '{ channel: [EMAIL], score: { gte: 0 } }',
  'CustomerOrder.orderBy': '{ field: HEALTH, direction: DESC }',
  'String.search': '"ada engines"',
  'ID.connection': '"toy"',
  'SyncStatus.status': 'QUEUED',
};

/** The same with every filter there is. */
export const filteringValues: Value = place => plainValues(place) ?? FILTERS[`${place.type}.${place.arg}`];
