// Pure: the SQL that packs facts column by column into rows of metric_chunk.
import { CHUNK_COLUMNS, CHUNK_IDS, CHUNK_NAMES } from '../../../base/tables/chunk-columns.ts';
import { SCORE_BIN } from '../kinds.ts';

/** So many facts a chunk, when they are packed anew: some hundred kilobytes a column. */
export const CHUNK_FACTS = 65_536;

/** What stands in the setting `columns` once a copy with just these columns is complete. */
export const COMPLETE = JSON.stringify(CHUNK_COLUMNS);

/** Bin, sign and unit as one name, given the alias of a fact. Read by `parseOutcome`. */
export const outcomeSql = (fact: string): string => `${fact}.bin || ' ' || ${fact}.sign || ' ' || ${fact}.unit`;

export const PACKED = [
  ...['kind', 'month', 'signed', 'facts', 'first_at', 'last_at', 'hundredths', 'whole', 'at', 'amounts'],
  ...CHUNK_COLUMNS,
];

/** SQL of the names of facts, given SQL of a table `d`; each once. */
export const namesSql = (facts: string): string => `
  select distinct v.name from (
    select distinct ${[...CHUNK_NAMES.map(name => `d.${name}`), 'd.bin', 'd.sign', 'd.unit'].join(', ')} from ${facts} d
  ) d cross join lateral (values ${[...CHUNK_NAMES.map(name => `(d.${name})`), `(${outcomeSql('d')})`].join(', ')}) v(name)
  where v.name is not null`;

const isNarrow = (id: string) => `coalesce(${id} between -2147483647 and 2147483647, true)`;

const COLUMNS: readonly (readonly [string, string])[] = [
  ['outcome', 'c_outcome.code'],
  ...CHUNK_IDS.map(name => [name, `coalesce(case when ${isNarrow(`d.${name}`)} then d.${name}::int end, 0)`] as const),
  ...CHUNK_NAMES.map(name => [name, `coalesce(c_${name}.code, 0)`] as const),
];

const joins = [['outcome', outcomeSql('d')], ...CHUNK_NAMES.map(name => [name, `d.${name}`] as const)].map(
  ([name, value]) => `left join codes c_${name} on c_${name}.name = ${value}`,
);

const packed = (value: string) => `string_agg(${value}, '' order by p.at)`;
/** Not at all where each is 0. */
const unlessNone = (name: string) => `case when bool_or(p.${name} <> 0) then ${packed(`int4send(p.${name})`)} end`;

/**
 * Rows of metric_chunk in the order of `PACKED`, given SQL of facts with `signed`; a table `codes (code, name)` must know
 * all their names. In the order of time, so that a month of many facts has chunks that are each of a few days.
 */
export const packSql = (facts: string): string => `
  select p.kind, p.month, p.signed, count(*), min(p.at), max(p.at), min(p.hundredths), bool_and(p.whole),
    ${packed('int4send((floor(extract(epoch from p.at - p.month) * 1000) - 2147483648)::int)')},
    case when min(p.hundredths) = -1 then ${packed('float8send(p.value)')} end,
    ${CHUNK_COLUMNS.map(unlessNone).join(', ')}
  from (
    select *, (row_number() over (partition by kind, month, signed, hundredths order by at) - 1) / ${CHUNK_FACTS} as block
    from (
      select d.kind, date_trunc('month', d.at, 'UTC') as month, d.signed, d.at, d.value,
        case when d.value = d.bin / ${SCORE_BIN}::float8 then 1 when d.value = 0 then 0 else -1 end as hundredths,
        ${CHUNK_IDS.map(name => isNarrow(`d.${name}`)).join(' and ')} as whole,
        ${COLUMNS.map(([name, value]) => `${value} as ${name}`).join(', ')}
      from (${facts}) d ${joins.join(' ')}
    ) coded
  ) p
  group by p.kind, p.month, p.signed, p.hundredths, p.block`;
