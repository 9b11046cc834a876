// Pure: what a survey question measures, guessed from its type and words; the rules are in the README.
import type { Question } from '../../records.ts';

type Measured = Omit<Question, 'key' | 'text'>;

const scale = (measure: Question['measure'], scaleMin: number, scaleMax: number, positiveFrom: number): Measured => ({
  measure,
  scaleMin,
  scaleMax,
  positiveFrom,
  higherIsBetter: true,
});

/** First match wins: names of metrics before common words. */
const RULES: readonly [RegExp, Measured][] = [
  [/\bnps\b|net promoter|recommend/i, scale('NPS', 0, 10, 9)],
  [/\bcsat\b|satisf/i, scale('CSAT', 1, 5, 4)],
  [/\bces\b|effort|easy to (handle|resolve|get|work)/i, scale('CES', 1, 7, 5)],
  [/\beas(e|y)\b/i, scale('EASE', 1, 5, 4)],
  [/effective|\bneeds?\b|solved|resolved/i, scale('EFFECTIVENESS', 1, 5, 4)],
  [/\bfe(el|lt)|emotion|valued/i, scale('EMOTION', 1, 5, 4)],
  [/quality/i, scale('QUALITY', 1, 5, 4)],
];
const OTHER: Measured = { measure: 'OTHER', higherIsBetter: true };

/** `type` is SurveyQuestion.QuestionType, `name` the question itself. */
export function measured(type: string | null, name: string | null): Measured {
  const byType = RULES.find(([pattern]) => pattern.test(type ?? ''));
  return (byType ?? RULES.find(([pattern]) => pattern.test(name ?? '')))?.[1] ?? OTHER;
}
