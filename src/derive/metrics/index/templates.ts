// CX indices that are there from the start: version 1 of their keys. Names of others stand for their published methods.
import { encodeId } from '../../../base/ids.ts';
import type { MetricFilter } from '../filter.ts';
import type { MetricName } from '../metric.ts';
import type { IndexComponent, IndexDefinition } from './definition.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

type Ends = readonly [worst: number, best: number];

const component = (
  metric: MetricName,
  weight: number,
  [worst, best]: Ends,
  where: MetricFilter | null = null,
): IndexComponent => ({ metric, weight, worst, best, where });

const POINTS: Ends = [-100, 100];
const experience = (scale: string) =>
  (['EFFECTIVENESS', 'EASE', 'EMOTION'] as const).map(metric => component(metric, 1, POINTS, { scale }));
const tenSteps = { scale: '1..10' };

const TEMPLATES: readonly Omit<IndexDefinition, 'id' | 'version' | 'createdAt'>[] = [
  {
    key: 'default',
    name: 'Customer experience index',
    description:
      'What customers say (70 % of the weight), how long they wait (20 %) and whether they stay (10 %). NPS counts from −100 to 100, CSAT and CES from 0 to 100. First responses within 1 hour on average count as 100, after 24 hours as 0; resolutions within 1 day as 100, after 7 days as 0; a churn of 0 as 100, of 25 % of customers in the period as 0. Churn grows with the length of the period, so compare periods of equal length. A starting point: save your own weights and ends under the same key, and they become its next version.',
    aggregation: 'ARITHMETIC',
    components: [
      component('NPS', 25, POINTS),
      component('CSAT', 25, [0, 100]),
      component('CES', 20, [0, 100]),
      component('FIRST_RESPONSE_TIME', 10, [24 * HOUR, HOUR]),
      component('RESOLUTION_TIME', 10, [7 * DAY, DAY]),
      component('CHURN_RATE', 10, [25, 0]),
    ],
  },
  {
    key: 'txr',
    name: 'Experience ratings (Temkin method)',
    description:
      'Effectiveness (success), ease (effort) and emotion on 1 to 7, in equal parts, each the share of 6 and 7 less the share of 1 to 3, by the open method of the Temkin experience ratings. The index runs from 0 to 100; the rating as its authors publish it, from −100 to 100, is 2 · index − 100, published from 100 respondents on. These are ratings of your own customers: not a published or certified figure, and the names belong to their owners.',
    aggregation: 'ARITHMETIC',
    components: experience('1..7'),
  },
  {
    key: 'cxi',
    name: 'Effectiveness, ease and enjoyment (form of 2007 to 2013)',
    description:
      'Needs met, easy and enjoyable on 1 to 5, in equal parts, each the share of 4 and 5 less the share of 1 and 2: the form that Forrester published from 2007 to 2013, where the score, from −100 to 100, is 2 · index − 100. It is not the current CX Index, whose weights and algorithm are not public; that name is a trademark of its owner.',
    aggregation: 'ARITHMETIC',
    components: experience('1..5'),
  },
  {
    key: 'acsi',
    name: 'Satisfaction, expectations and ideal (ACSI form)',
    description:
      'Satisfaction, fulfilled expectations and closeness to the ideal on 1 to 10, each mean score brought to 0 to 100, in equal parts: (x₁ + x₂ + x₃ − 3) / 27 · 100. The American Customer Satisfaction Index weighs the three by a model whose weights are not published; who has weights can save them here. Not a figure of ACSI, whose name is a trademark.',
    aggregation: 'ARITHMETIC',
    components: (['CSAT_MEAN', 'EXPECTATIONS_MEAN', 'IDEAL_MEAN'] as const).map(metric =>
      component(metric, 1, [1, 10], tenSteps),
    ),
  },
];

/** When the templates were first part of the product; they are code and have no moment of their own. */
const SINCE = new Date('2026-11-22T00:00:00Z');

/** Their ids are their places: stored definitions begin at 1001. */
export const templates: readonly IndexDefinition[] = TEMPLATES.map((template, i) => ({
  id: encodeId('index', i + 1),
  version: 1,
  createdAt: SINCE,
  ...template,
}));
