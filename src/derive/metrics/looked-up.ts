// Pure: SQL of what no fact carries, and of customers' and companies' rows is looked up: size, cohort and traits.
import { isBelievable } from './facts/bounds-sql.ts';

/** Classes of companies by how many work there, as the European Commission draws them, with its large ones in two. */
const SIZES = { MICRO: 10, SMALL: 50, MEDIUM: 250, LARGE: 1000 } as const;
export const ACCOUNT_SIZES = [...(Object.keys(SIZES) as (keyof typeof SIZES)[]), 'ENTERPRISE'] as const;
export type AccountSize = (typeof ACCOUNT_SIZES)[number];

/** Given the alias of an account; null where its sources do not tell. */
export const SIZE_SQL = (account: string): string =>
  `case ${Object.entries(SIZES)
    .map(([name, below]) => `when ${account}.employees < ${below} then '${name}'`)
    .join(' ')} when ${account}.employees is not null then 'ENTERPRISE' end`;

/**
 * The month of UTC, such as 2026-01, in which the first source says that it came to know the customer, over all rows of
 * person_record with this alias. Null where none says so: when we first heard of somebody is something else.
 */
export const COHORT_SQL = (record: string): string =>
  `to_char(min(${record}.created_at) filter (where ${isBelievable(`${record}.created_at`)}) at time zone 'UTC', 'YYYY-MM')`;

/** So many characters of a trait tell values apart. */
const MOST = 200;

/** The newest customers have what is in use now. */
export const RECENT_TRAITS = '(select traits from customer order by id desc limit 1000)';

/** Whether any customer has a trait, given SQL of its key. All are looked at for what hardly anybody has. */
export const isTraitSql = (key: string): string =>
  `(case when exists (select from ${RECENT_TRAITS} c where c.traits ? ${key}) then true
    else exists (select from customer c where c.traits ? ${key}) end)`;

/** The value of a trait as text, given the alias of a customer; null without one. */
export const traitSql = (customer: string, key: string): string =>
  `left(${customer}.traits ->> ${textSql(key)}, ${MOST})`;

/** A text as SQL. Keys of traits are told by users. */
export const textSql = (text: string): string => `'${text.replaceAll("'", "''").replaceAll('\0', '')}'`;
