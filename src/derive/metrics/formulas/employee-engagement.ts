// Pure: the metric EMPLOYEE_ENGAGEMENT: share of positive answers of employees.
import { defineMetric } from '../metric.ts';
import { topBoxFormula } from './top-box.ts';
import { POSITIVE_MARK, WILSON } from './words.ts';

export const employeeEngagement = defineMetric({
  metric: 'EMPLOYEE_ENGAGEMENT',
  name: 'Employee engagement',
  description: `How many of 100 answers of employees to engagement questions are positive. ${POSITIVE_MARK} Answers of employees never enter a metric of customers. Not an average of engagement items, and not a net score such as eNPS.`,
  formula: '100 · positive answers / answers',
  unit: 'PERCENT',
  min: 0,
  max: 100,
  higherIsBetter: true,
  interval: WILSON.interval,
  references: [
    'Harter, J. K., Schmidt, F. L. & Hayes, T. L. (2002). Business-unit-level relationship between employee satisfaction, employee engagement, and business outcomes: a meta-analysis. Journal of Applied Psychology 87.',
    ...WILSON.references,
  ],
  kinds: ['EMPLOYEE_ENGAGEMENT'],
  rows: ['EMPLOYEE_ENGAGEMENT'],
  ...topBoxFormula('EMPLOYEE_ENGAGEMENT'),
});
