// Pure: the metric EXPERIENCE_RATING: mean of effectiveness, ease and emotion.
import { defineMetric, type Evaluation, type States } from '../metric.ts';
import { adjustedNet, type Estimate, netBounds, netZ, plainNet } from '../statistics/net.ts';
import { normalTwoSided } from '../statistics/normal.ts';
import { netTerm } from '../terms.ts';
import { EXPERIENCE_PARTS } from './experience-part.ts';
import { NOTHING } from './formula.ts';
import { ADJUSTED_WALD, EXPERIENCE_BOXES, EXPERIENCE_REFERENCES } from './words.ts';

const smallest = (states: States) => Math.min(...EXPERIENCE_PARTS.map(part => states.get(part).n));

/** The mean of the parts, each estimated on its own; the errors add up as those of independent figures. */
function meanOfParts(states: States, estimate: (positive: number, negative: number, n: number) => Estimate): Estimate {
  const parts = EXPERIENCE_PARTS.map(part => {
    const { positive, negative, n } = states.get(part);
    return estimate(positive, negative, n);
  });
  return {
    score: parts.reduce((sum, part) => sum + part.score, 0) / EXPERIENCE_PARTS.length,
    error: Math.hypot(...parts.map(part => part.error)) / EXPERIENCE_PARTS.length,
  };
}

export const experienceRating = defineMetric({
  metric: 'EXPERIENCE_RATING',
  name: 'Experience rating',
  description: `How good an experience is as a whole: the mean of effectiveness, ease and emotion, in equal parts. ${EXPERIENCE_BOXES} Without answers to one of the three there is no rating; n is the smallest number of answers of the three. Its authors publish a rating from 100 respondents on. On 1 to 7 it is the Temkin experience rating; on 1 to 5 it is Forrester’s CXi of 2007 to 2013. It is not Forrester’s current CX Index, whose algorithm is not public.`,
  formula: '(EFFECTIVENESS + EASE + EMOTION) / 3, each 100 · (positive − negative) / answers',
  unit: 'POINTS',
  min: -100,
  max: 100,
  higherIsBetter: true,
  interval: `Delta method: SE = √(SE₁² + SE₂² + SE₃²) / 3 around the mean of the three adjusted scores, taking the three as independent. The same people answer all three, so the true interval is wider when their answers go together; a CX index of the same three parts takes that into account. The errors of the parts: ${ADJUSTED_WALD.interval}`,
  references: [...EXPERIENCE_REFERENCES, ...ADJUSTED_WALD.references],
  kinds: [...EXPERIENCE_PARTS],
  rows: [...EXPERIENCE_PARTS],
  oneUnit: 'scale',
  evaluate(states, confidence): Evaluation {
    const n = smallest(states);
    if (n === 0) return NOTHING;
    const value = meanOfParts(states, plainNet).score;
    const adjusted = meanOfParts(states, adjustedNet);
    return { value, n, interval: netBounds(value, adjusted, confidence), variance: adjusted.error ** 2 };
  },
  compare(a, b) {
    if (smallest(a) === 0 || smallest(b) === 0) return null;
    return normalTwoSided(netZ(meanOfParts(a, adjustedNet), meanOfParts(b, adjustedNet)));
  },
  terms: EXPERIENCE_PARTS.map(part => netTerm(part, EXPERIENCE_PARTS.length)),
});
