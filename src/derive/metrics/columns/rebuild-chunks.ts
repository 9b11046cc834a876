// Packs facts anew, and keeps chunks few: small ones are joined, and months where much was taken away are packed again.
import type { Sql } from '../../../base/database/sql.ts';
import { CHUNK_COLUMNS } from '../../../base/tables/chunk-columns.ts';
import { COMPLETE, namesSql, PACKED, packSql } from './pack-sql.ts';

const SIGNED = (condition: string) => `select 1 as signed, f.* from metric_fact f where ${condition}`;
const insert = (facts: string) => `insert into metric_chunk (${PACKED.join(', ')}) ${packSql(facts)}`;

/** All facts. Must run in a transaction that holds off every refresh. */
export async function rebuildChunks(tx: Sql): Promise<void> {
  await dropChunks(tx);
  await tx.query(
    `insert into metric_code (name)
     select n.name from (${namesSql('metric_fact')}) n where not exists (select from metric_code k where k.name = n.name)`,
    [],
    'codes-rebuild',
  );
  await tx.query(`with codes as (select code, name from metric_code) ${insert(SIGNED('true'))}`, [], 'chunks-rebuild');
}

export async function dropChunks(tx: Sql): Promise<void> {
  await tx.query('delete from metric_chunk');
  await tx.query(`${NOTE} ${NOTED}`, [COMPLETE]);
}

/** Where there are no facts yet, the copy is complete from the start. To be called before the first are counted. */
export async function beginChunks(tx: Sql): Promise<void> {
  await tx.query(`${NOTE} where not exists (select from metric_fact) ${NOTED}`, [COMPLETE], 'chunks-begin');
}

const NOTE = `insert into setting as s (key, value) select 'columns', $1::jsonb`;
const NOTED = 'on conflict (key) do update set value = excluded.value where s.value <> excluded.value';

/** So many chunks of one size become one of the next: a fact is written again once for each size. */
const JOINED = 16;
/** Sizes grow by this factor; what has as many facts as the last is left alone. */
const SIZES = [16, 256, 4_096];
/** So many facts of months are packed again by one refresh, and of one month in any case. */
const REPACKED = 500_000;

/** To be called by the refresh after facts have changed. Of months where fewer were taken away nothing is packed again. */
export async function tidyChunks(tx: Sql, least = SIZES.at(-1)!): Promise<void> {
  await tx.query(JOIN, [], 'chunks-join');
  const worn = await tx.query<{ kind: string; month: Date; facts: number }>(WORN, [least], 'chunks-worn');
  let facts = 0;
  for (const each of worn) {
    await tx.query(`delete from metric_chunk where kind = $1 and month = $2`, [each.kind, each.month], 'chunks-clear');
    await tx.query(REPACK, [each.kind, each.month], 'chunks-repack');
    facts += each.facts;
    if (facts > REPACKED) break;
  }
}

const GROUP = ['kind', 'month', 'signed', 'hundredths'];
const size = (row: string) => `width_bucket(${row}.facts, array[${SIZES.join(', ')}])`;
const zeros = `decode(repeat('00000000', c.facts), 'hex')`;

/** Their rows follow each other in the same order in every column. */
const JOIN = `
with due as materialized (
  select array_agg(c.id) as ids from metric_chunk c where c.facts < ${SIZES.at(-1)}
  group by ${GROUP.map(name => `c.${name}`).join(', ')}, ${size('c')} having count(*) >= ${JOINED}
), joined as (
  insert into metric_chunk (${PACKED.join(', ')})
  select c.kind, c.month, c.signed, sum(c.facts), min(c.first_at), max(c.last_at), c.hundredths, bool_and(c.whole),
    string_agg(c.at, '' order by c.id), string_agg(c.amounts, '' order by c.id),
    ${CHUNK_COLUMNS.map(name => `case when count(c.${name}) > 0 then string_agg(coalesce(c.${name}, ${zeros}), '' order by c.id) end`).join(', ')}
  from due d join metric_chunk c on c.id = any(d.ids)
  group by d.ids, ${GROUP.map(name => `c.${name}`).join(', ')}
)
delete from metric_chunk c using due d where c.id = any(d.ids)`;

/** Where much was taken away again, the most first. */
const WORN = `
select kind, month, sum(facts)::int8 as facts from metric_chunk
group by kind, month having sum(facts) filter (where signed = -1) > greatest($1::int, sum(facts) / 4)
order by 3 desc`;

const REPACK = `
with codes as (select code, name from metric_code)
${insert(SIGNED(`f.kind = $1 and f.at >= $2 and f.at < date_add($2::timestamptz, interval '1 month', 'UTC')`))}`;
