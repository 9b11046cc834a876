// The names of metrics, dimensions, granularities and comparisons, each with what it means.
import { DEFINITIONS } from '../../src/derive/metrics/definitions.ts';
import type { MetricName } from '../../src/derive/metrics/metric.ts';
import { describeEnum } from '../common/describe.ts';

export const Metric = describeEnum(
  'Metric',
  'What can be measured. The query `metricDefinitions` has the formula, unit, range and sources of each.',
  Object.fromEntries(DEFINITIONS.map(({ metric, description }) => [metric, description])) as Record<MetricName, string>,
);

export const MetricUnit = describeEnum('MetricUnit', 'What a value is counted in.', {
  POINTS: 'Points from -100 to 100: a share of good ones less a share of bad ones.',
  PERCENT: 'A share, 0 to 100.',
  SECONDS: 'Time in seconds.',
  COUNT: 'How many.',
  CURRENCY: 'Money; `MetricValue.unit` has the currency.',
  RATIO: 'One number divided by another.',
  SCORE: "A mean on the question's own scale; `MetricValue.unit` has the scale.",
});

export const Dimension = describeEnum('Dimension', 'What figures can be grouped by.', {
  CHANNEL:
    "The way it happened: e-mail, phone, chat. An answer about a support case has the case's channel; one about no case the way it was given.",
  TOUCHPOINT:
    'What the customer touched: a page, a queue, a campaign, a product. Of an answer about a case: what the case is about.',
  AGENT:
    'Who of us handled the case or conversation, or the case that an answer is about: an e-mail address, or a name where the source tells none. Not told by every source.',
  SURVEY: 'The survey that was answered.',
  SURVEY_KIND: 'Whether the survey asks about the relationship or one experience.',
  SURVEY_CHANNEL: 'By which way somebody was asked for an answer, whatever the answer is about.',
  COUNTRY: "The customer's country, as it is now.",
  LANGUAGE: "The customer's preferred language, as it is now.",
  LIFECYCLE_STAGE: 'How far the customer has come, as it is now.',
  SIGNUP_COHORT:
    'The month of UTC, such as 2026-01, in which the first source came to know the customer. None where no source tells when.',
  TRAIT:
    'A trait of the customer, as it is now, named by `traits: {keys: ["plan"]}` in the order of TRAIT in `by`. Values as text, their first 200 characters; a list is one value.',
  ACCOUNT: 'The company the customer belongs to now.',
  ACCOUNT_INDUSTRY: 'The industry of that company.',
  ACCOUNT_SIZE: 'How many work there, in classes: see the enum AccountSize. None where no source tells.',
  SEGMENT:
    'The segments the customer is in now. A customer in several counts in each, and one in none in no group. Counted fact by fact.',
  JOURNEY_STAGE:
    'The stage of a journey that the customer was in when it happened, under the key "journey/stage". A customer is in a stage of each journey they entered; `where: {journey: …}` keeps to one. Counted fact by fact; metrics of customers have none.',
  SOURCE: 'The connection the data came through.',
  CASE_PRIORITY: 'The priority of the support case, or of the case that an answer is about.',
  CURRENCY: 'The currency of purchases.',
});

export const AccountSize = describeEnum('AccountSize', 'Companies by the number of those who work there.', {
  MICRO: 'Up to 9.',
  SMALL: '10 to 49.',
  MEDIUM: '50 to 249.',
  LARGE: '250 to 999.',
  ENTERPRISE: '1,000 and more.',
});

export const Granularity = describeEnum(
  'Granularity',
  'The length of a point: calendar buckets in the time zone asked for.',
  {
    DAY: 'Days, daylight saving included.',
    WEEK: 'Weeks from Monday to Sunday, or as `weekStart` says.',
    MONTH: 'Calendar months.',
    QUARTER: 'Calendar quarters, or those of the fiscal year of the `calendar`.',
    YEAR: 'Calendar years, or fiscal years of the `calendar`.',
  },
);

export const ComparedFigure = describeEnum('ComparedFigure', 'Which figure of a metric is compared.', {
  VALUE: 'The value.',
  MEDIAN: 'The median: a few long waits do not move it.',
});

export const Weekday = describeEnum('Weekday', 'The day that weeks begin on.', {
  MONDAY: 'Weeks from Monday to Sunday, as ISO 8601 has them.',
  SATURDAY: 'Weeks from Saturday to Friday.',
  SUNDAY: 'Weeks from Sunday to Saturday.',
});

export const Comparison = describeEnum('Comparison', 'What totals are set beside.', {
  PREVIOUS_PERIOD: 'The same length of time just before; whole months before whole months.',
  PREVIOUS_YEAR: 'The same days a year before.',
  OVERALL:
    'Everyone, in the same period: the same report without groups. Significance is tested against everyone outside the group.',
});
