// Pure: what can be exported: each list and report of the API, with the way to it and its columns.
import { entryRowsOf, pointRowsOf, reportRowsOf, rowsOf, type ShapeOf } from './shape.ts';

export interface Exported {
  readonly name: string;
  readonly description: string;
  /** Fields from Query to the list. */
  readonly path: readonly [string, ...string[]];
  /** The argument that says of what it is, where it must be given: on a command line it comes behind the name. */
  readonly subject?: string;
  readonly shape: ShapeOf;
  /** Type of what holds the list and its fields: the same in each row. */
  readonly beside?: readonly [type: string, fields: string];
}

/** Of one currency each: amounts of several are not to be added. */
const MONEY = '{ value: amount currency }';
const VALUE = 'ALL interval { ALL } medianInterval { ALL } distribution { ALL }';
const INDEX_VALUE = 'ALL interval { ALL } components { ALL raw { ALL } }';
const PERSON = 'customer { id displayName }';
const EVENT = `${PERSON} account { id name }`;
const CUSTOMER = `ALL account { id name } scores { ALL lifetimeValue ${MONEY} } traits { ALL } identities { ALL }`;
const RESPONSE = `ALL survey { id key name } ${PERSON} case { id } answers { ALL question { key text measure } }`;
const KINDS = `... on SupportCase { ALL } ... on Purchase { amount ${MONEY} } ... on Conversation { ALL case { id } }`;

const metric: Exported = {
  name: 'metric',
  description: 'A metric: of each group the total with its comparison, and the points.',
  path: ['metric', 'groups'],
  subject: 'metric',
  shape: reportRowsOf({
    value: ['MetricValue', VALUE],
    point: ['MetricPoint', 'ALL'],
    comparison: ['ValueComparison', 'ALL baseline { ALL interval { ALL } }'],
  }),
  beside: ['MetricReport', 'asOf weighting { ALL }'],
};

const index: Exported = {
  name: 'index',
  description: 'A CX index: of each group the total with its comparison, and the points.',
  path: ['cxIndex', 'groups'],
  subject: 'key',
  shape: reportRowsOf({
    value: ['CxIndexValue', INDEX_VALUE],
    point: ['CxIndexPoint', 'ALL'],
    comparison: ['IndexComparison', 'ALL baseline { ALL interval { ALL } } contributions { ALL }'],
  }),
  beside: ['CxIndexReport', 'asOf definition { key version }'],
};

const drivers: Exported = {
  name: 'drivers',
  description: 'What drives a metric, strongest first.',
  path: ['drivers', 'drivers'],
  subject: 'of',
  shape: rowsOf('Driver', 'ALL interval { ALL } performance { ALL interval { ALL } }'),
  beside: ['DriverReport', 'outcome outcomeN: n rSquared method asOf'],
};

const metricRows: Exported = {
  name: 'metric-rows',
  description: 'The answers, events or customers behind a metric, newest first.',
  path: ['metricRows', 'nodes'],
  subject: 'metric',
  shape: rowsOf(
    'MetricRow',
    `__typename ... on SurveyResponse { ${RESPONSE} } ... on Customer { ALL }
     ... on SupportCase { ALL ${EVENT} } ... on Purchase { ALL amount ${MONEY} ${EVENT} }
     ... on Conversation { ALL ${EVENT} } ... on Activity { ALL ${EVENT} }`,
  ),
};

const backlog: Exported = {
  name: 'backlog',
  description: 'Open support cases with their ages, now or at the end of each bucket of a period.',
  path: ['backlog', 'groups'],
  shape: pointRowsOf('BacklogPoint', 'ALL ages { ALL }'),
  beside: ['BacklogReport', 'asOf'],
};

const retention: Exported = {
  name: 'retention',
  description: 'Of the customers who came first in one period, how many came again in each after it.',
  path: ['retention', 'rows'],
  shape: entryRowsOf(['RetentionRow', 'ALL'], 'cells', ['RetentionCell', 'ALL interval { ALL }']),
  beside: ['RetentionTable', 'of cohort asOf'],
};

/** The order in which they are listed. */
export const EXPORTS: readonly Exported[] = [
  metric,
  index,
  drivers,
  metricRows,
  backlog,
  retention,
  list('metric-definitions', 'The dictionary of metrics.', ['metricDefinitions'], 'MetricDefinition', 'ALL'),
  list('customers', 'Customers with their scores.', ['customers', 'nodes'], 'Customer', CUSTOMER),
  list('accounts', 'Companies, by name.', ['accounts', 'nodes'], 'Account', `ALL annualRevenue ${MONEY}`),
  list(
    'interactions',
    'Everything that happened, newest first.',
    ['interactions', 'nodes'],
    'Interaction',
    `ALL ${EVENT} ${KINDS}`,
  ),
  list('responses', 'Survey responses, newest first.', ['surveyResponses', 'nodes'], 'SurveyResponse', RESPONSE),
  list('surveys', 'Surveys with their questions.', ['surveys'], 'Survey', 'ALL questions { ALL }'),
  list('segments', 'Segments with size and rule.', ['segments'], 'Segment', 'ALL'),
  {
    ...list('segment-members', 'The customers in a segment.', ['segment', 'customers', 'nodes'], 'Customer', CUSTOMER),
    subject: 'key',
  },
  {
    ...list('segment-growth', 'How a segment grew.', ['segment', 'growth'], 'SegmentGrowth', 'ALL'),
    subject: 'key',
  },
  list('journeys', 'Journeys with their stages.', ['journeys'], 'Journey', 'ALL stages { ALL }'),
  {
    ...list(
      'journey-stages',
      'How many reach each stage of a journey, and how long it takes them.',
      ['journey', 'map', 'stages'],
      'StageReport',
      'stage { key name phase } ALL conversionFromPreviousInterval { ALL } conversionFromStartInterval { ALL }',
    ),
    subject: 'key',
    beside: ['JourneyMap', 'asOf entered mapCustomers: customers'],
  },
  {
    ...list('journey-paths', 'The touchpoints most people pass.', ['journey', 'paths'], 'JourneyPath', 'ALL'),
    subject: 'key',
  },
  list(
    'alerts',
    'Alerts, newest first.',
    ['alerts'],
    'Alert',
    `ALL rule { key name } value { ALL } indexValue { ALL }`,
  ),
  list('alert-rules', 'The rules of alerts.', ['alertRules'], 'AlertRule', 'ALL'),
  list(
    'targets',
    'What metrics and indices are to reach, and whether they do.',
    ['targets'],
    'Target',
    'ALL during { ALL } figure { ALL interval { ALL } medianInterval { ALL } } indexFigure { ALL interval { ALL } }',
  ),
  list(
    'index-definitions',
    'CX indices with their components.',
    ['cxIndexDefinitions'],
    'CxIndexDefinition',
    'ALL components { ALL }',
  ),
  list('lifetime-models', 'The models behind lifetime value.', ['lifetimeModels'], 'LifetimeModel', 'ALL'),
  list('connections', 'Connected sources.', ['connections'], 'Connection', 'ALL connector { key name }'),
  list(
    'rejected-records',
    'Records that could not be used, newest first.',
    ['rejectedRecords', 'nodes'],
    'RejectedRecord',
    'ALL connection { key }',
  ),
  list('sync-runs', 'Syncs, newest first.', ['syncRuns', 'nodes'], 'SyncRun', 'ALL connection { key } streams { ALL }'),
  list('findings', 'What is wrong with this installation. Needs the role OPERATOR.', ['diagnose'], 'Finding', 'ALL'),
];

function list(
  name: string,
  description: string,
  path: readonly [string, ...string[]],
  type: string,
  fields: string,
): Exported {
  return { name, description, path, shape: rowsOf(type, fields) };
}
