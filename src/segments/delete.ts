// Deletes a segment, unless something else asks for its members.
import type { Context } from '../context.ts';
import type { Sql } from '../database/sql.ts';
import { notFound, UserError } from '../errors.ts';
import { requestRefresh } from '../refresh/request.ts';
import { lockSegments, readSegments, segmentsNamed } from './stored-segments.ts';

/** Gives its row id. Its members and their history go with the next refresh. @throws UserError NOT_FOUND, CONFLICT */
export async function deleteSegment(ctx: Context, key: string): Promise<number> {
  const id = await ctx.sql.transaction(async tx => {
    await lockSegments(tx);
    const segments = await readSegments(tx);
    const segment = segments.find(one => one.key === key);
    if (!segment) throw notFound('segment', key);
    const naming = segments.filter(({ rule }) => segmentsNamed(rule).includes(key)).map(one => `segment "${one.key}"`);
    const users = [...naming, ...(await filtersBy(tx, key))];
    if (users.length > 0)
      throw new UserError(
        'CONFLICT',
        `The segment "${key}" is asked for by ${users.join(', ')}. Change ${users.length === 1 ? 'that' : 'those'} first.`,
        { id: key },
      );
    await tx.query('delete from segment where id = $1', [segment.id]);
    return segment.id;
  });
  await requestRefresh(ctx);
  return id;
}

/** Alert rules, and the newest version of each index. */
async function filtersBy(tx: Sql, key: string): Promise<string[]> {
  const rows = await tx.query<{ user: string }>(
    `select 'alert rule "' || key || '"' as user from alert_rule where filter ->> 'segment' = $1
     union all
     select 'index "' || i.key || '"' from (
       select distinct on (key) key, components from cx_index_definition order by key, version desc
     ) i where exists (select from jsonb_array_elements(i.components) c where c -> 'where' ->> 'segment' = $1)
     order by 1`,
    [key],
  );
  return rows.map(row => row.user);
}
