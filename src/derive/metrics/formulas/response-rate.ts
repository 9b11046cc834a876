// Pure: the metric RESPONSE_RATE: completed answers among invitations.
import { INVITATION_BINS } from '../kinds.ts';
import { defineMetric } from '../metric.ts';
import { type BinTest, countWhere, shareTerm } from '../terms.ts';
import { shareFormula } from './share.ts';
import { INVITATIONS } from './told.ts';
import { WILSON } from './words.ts';

const COMPLETED: BinTest = {
  test: bin => bin === INVITATION_BINS.COMPLETED,
  sql: bin => `${bin} = ${INVITATION_BINS.COMPLETED}`,
};

export const responseRate = defineMetric({
  metric: 'RESPONSE_RATE',
  name: 'Response rate',
  description:
    'How many of 100 invitations to a survey were answered to the end: AAPOR’s response rate 1, the strictest. Invitations count in the period in which they were sent, and so do their answers, whenever they come: numerator and denominator are the same invitations. Bounced invitations stay in the denominator, as people of unknown eligibility. Not chosen: response rate 2, which counts answers that were only begun, and response rate 3, which estimates how many were eligible. Young periods rise while answers still come in.',
  formula: '100 · completed / (completed + begun + opened + sent + bounced)',
  unit: 'PERCENT',
  min: 0,
  max: 100,
  higherIsBetter: true,
  interval: WILSON.interval,
  references: [
    'American Association for Public Opinion Research. Standard Definitions: Final Dispositions of Case Codes and Outcome Rates for Surveys.',
    ...WILSON.references,
  ],
  kinds: ['INVITATION'],
  told: INVITATIONS,
  rows: ['INVITATION'],
  ...shareFormula(states => {
    const state = states.get('INVITATION');
    return { positive: countWhere(state, COMPLETED), of: state.n };
  }),
  terms: [shareTerm('INVITATION', COMPLETED)],
});
