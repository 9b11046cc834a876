// Pure: conditions on answers up to now, no older than `within`. Without a test: there is one.
import type { z } from 'zod';
import { MEASURES } from '../../../../connectors/vocabulary.ts';
import { parts, word } from '../../../base/input.ts';
import { Answers } from '../compile/answers.ts';
import { noteFuture } from '../compile/future.ts';
import { condition } from '../condition.ts';
import { duration, spanText } from '../duration.ts';
import { numberTest, numberTestText } from '../number-test.ts';

const schema = parts({
  measure: word(MEASURES.filter(measure => measure !== 'OTHER')),
  within: duration.optional(),
  latest: numberTest.optional(),
  any: numberTest.optional(),
  mean: numberTest.optional(),
});
export type AnswerCondition = Readonly<z.output<typeof schema>>;

class Asked {
  readonly measures: string[] = [];
}

export const answer = condition<AnswerCondition>({
  schema,
  sql(b, asked) {
    b.shared(Asked).measures.push(asked.measure);
    return b.shared(Answers).add(asked);
  },
  finish(b) {
    noteFuture(b, 'metric_fact', { customer: 'subject', at: 'at' }, b.shared(Asked).measures);
  },
  text({ measure, within, latest, any, mean }) {
    const name = measureText(measure);
    const span = within === undefined ? '' : ` in the last ${spanText(within)}`;
    const tests = [
      ...(latest ? [`latest ${name} answer${span} is ${numberTestText(latest)}`] : []),
      ...(any ? [`a ${name} answer${span} is ${numberTestText(any)}`] : []),
      ...(mean ? [`mean ${name} answer${span} is ${numberTestText(mean)}`] : []),
    ];
    return tests.length === 0 ? `at least 1 ${name} answer${span}` : tests.join(' and ');
  },
});

const ACRONYMS = ['NPS', 'CSAT', 'CES'];

/** Such as "NPS" or "ease". */
export function measureText(measure: AnswerCondition['measure']): string {
  return ACRONYMS.includes(measure) ? measure : measure.toLowerCase().replaceAll('_', ' ');
}
