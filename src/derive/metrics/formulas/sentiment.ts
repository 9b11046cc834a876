// Pure: the metric SENTIMENT: how texts sound.
import { valueMeasure } from '../measure.ts';
import { defineMetric } from '../metric.ts';
import { meanScoreFormula } from './mean-score.ts';
import { TEXTS } from './told.ts';
import { STUDENT } from './words.ts';

const ENDS = { min: -1, max: 1 };

export const sentiment = defineMetric({
  metric: 'SENTIMENT',
  name: 'Sentiment',
  description:
    'How pleased customers sound in what they write, from −1 (bad) to 1 (good): the mean over texts of cases, conversations and answers. Each text is scored by a word list with negations and emojis. A readable text without feeling is 0; a text that cannot be read, such as one in a language without a word list, is not counted. Not a share of positive texts, and not a judgement of irony.',
  formula: 'sum of the sentiments of texts / texts with a sentiment',
  unit: 'SCORE',
  ...ENDS,
  higherIsBetter: true,
  interval: `${STUDENT.interval} The interval is cut at −1 and 1.`,
  references: [
    'Nielsen, F. Å. (2011). A new ANEW: evaluation of a word list for sentiment analysis in microblogs. Proceedings of the ESWC workshop Making Sense of Microposts.',
    ...STUDENT.references,
  ],
  kinds: ['SENTIMENT'],
  told: TEXTS,
  rows: ['SENTIMENT'],
  measure: valueMeasure('SENTIMENT'),
  ...meanScoreFormula('SENTIMENT', ENDS),
});
