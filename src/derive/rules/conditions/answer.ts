// Pure: conditions on answers in plain English.
import type { AnswerCondition } from './rule.ts';
import { numberTestText, spanText } from './value-text.ts';

const ACRONYMS = ['NPS', 'CSAT', 'CES'];

/** Such as "NPS" or "ease". */
export function measureText(measure: AnswerCondition['measure']): string {
  return ACRONYMS.includes(measure) ? measure : measure.toLowerCase().replaceAll('_', ' ');
}

/** Such as "latest NPS answer in the last 30 days is at most 6". */
export function answerText({ measure, within, latest, any, mean }: AnswerCondition): string {
  const name = measureText(measure);
  const span = within === undefined ? '' : ` in the last ${spanText(within)}`;
  const parts = [
    ...(latest ? [`latest ${name} answer${span} is ${numberTestText(latest)}`] : []),
    ...(any ? [`a ${name} answer${span} is ${numberTestText(any)}`] : []),
    ...(mean ? [`mean ${name} answer${span} is ${numberTestText(mean)}`] : []),
  ];
  return parts.length === 0 ? `at least 1 ${name} answer${span}` : parts.join(' and ');
}
