// Pure: tests of values as SQL, whatever they are values of.
import { parseDuration } from '../../../base/time/duration.ts';
import { momentOf } from '../../../base/time/moment.ts';
import { OPERATORS } from '../number-test.ts';
import type { Scalar, ValueTest } from '../value-test.ts';
import type { Build } from './build.ts';

/** Of the one test that compares. */
export function orderSql(value: string, is: ValueTest, bind: (bound: Scalar) => string): string {
  const [name, bound] = Object.entries(is)[0] as [keyof typeof OPERATORS, Scalar];
  return `${value} ${OPERATORS[name]} ${bind(bound)}`;
}

export const containsSql = (text: string, part: string) => `strpos(lower(${text}), lower(${part})) > 0`;
export const startsSql = (text: string, part: string) => `starts_with(lower(${text}), lower(${part}))`;

/** What is within a span leaves it when time goes on: that moment is noted. */
export function momentSql(b: Build, moment: string, is: ValueTest): string {
  if (is.present !== undefined) return `${moment} is ${is.present ? 'not null' : 'null'}`;
  const span = is.within ?? is.notWithin;
  if (span === undefined) return orderSql(moment, is, text => b.bind(momentOf(text as string), 'timestamptz'));
  const ms = parseDuration('within', span);
  const isWithin = `${moment} > ${b.ago(ms)}`;
  b.due(`case when ${isWithin} then ${moment} + ${b.span(ms)} end`);
  return is.within === undefined ? `not coalesce(${isWithin}, false)` : isWithin;
}
