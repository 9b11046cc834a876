// Pure: what is not counted because nobody can believe it, so that one row cannot spoil the sums of all others.
import { FIRST_YEAR, MAX_AMOUNT, MAX_ID, YEARS_AHEAD } from '../../../../connectors/bounds.ts';
import { FACT_COLUMNS } from './fact-columns.ts';

/** Why something is left out: the number, when it happened, or only what it is called. */
export type Oddity = 'VALUE' | 'MOMENT' | 'NAME';

export const ODDITIES: Readonly<Record<Oddity, string>> = {
  VALUE: `an amount, score or duration lies beyond ${MAX_AMOUNT.toLocaleString('en-US')}: it is in no figure`,
  MOMENT: 'something happened before 1900 or more than ten years ahead: it is in no figure',
  NAME: `a country, stage, language, channel, touchpoint or currency has more than ${MAX_ID} characters: it counts as unknown`,
};

/** False for what is no number too. */
export const isCountable = (value: string): string => `${value} between -${MAX_AMOUNT} and ${MAX_AMOUNT}`;

/** As `isBelievable` of connectors/records.ts, at the transaction's moment. */
export const isBelievable = (at: string): string =>
  `(${at} >= '${FIRST_YEAR}-01-01T00:00:00Z' and ${at} < date_trunc('year', now(), 'UTC') + interval '${YEARS_AHEAD + 1} years')`;

const NAMES = ['channel', 'touchpoint', 'country', 'lifecycle_stage', 'language', 'unit'];
const isTooLong = (name: string) => `length(${name}) > ${MAX_ID}`;

/** Facts with names that the sums can hold, and in `odd` what is to be said of them; null of almost all. */
export function boundedSql(facts: string): string {
  const columns = FACT_COLUMNS.map(name => {
    if (!NAMES.includes(name)) return `f.${name}`;
    return `case when ${isTooLong(`f.${name}`)} then ${name === 'unit' ? `''` : 'null'} else f.${name} end as ${name}`;
  });
  return `select ${columns.join(', ')}, case when not ${isCountable('f.value')} then 'VALUE'
    when not ${isBelievable('f.at')} then 'MOMENT'
    when ${NAMES.map(name => isTooLong(`f.${name}`)).join(' or ')} then 'NAME' end as odd
  from (${facts}) f`;
}

/** Of a row of `boundedSql`. */
export const COUNTS = `(odd is null or odd = 'NAME')`;

/** Customers who bear such a name, whether or not anything is counted of them. */
export const oddCustomers = (condition: string): string =>
  `select c.id as subject, 'NAME' as odd from customer c
   where ${condition} and (${isTooLong('c.country')} or ${isTooLong('c.lifecycle_stage')} or ${isTooLong('c.language')})`;
