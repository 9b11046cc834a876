// Deletes a segment, unless something else asks for its members.
import type { Context } from '../../base/context/context.ts';
import { notFound, UserError } from '../../base/errors.ts';
import { requestRefresh } from '../../ingest/marks/request.ts';
import { filtersInUse } from '../metrics/filters-in-use.ts';
import { segmentsNamed } from '../rules/names.ts';
import { lockSegments, readSegments } from './stored-segments.ts';

/** Gives its row id. Its members and their history go with the next refresh. @throws UserError NOT_FOUND, CONFLICT */
export async function deleteSegment(ctx: Context, key: string): Promise<number> {
  const id = await ctx.sql.transaction(async tx => {
    await lockSegments(tx);
    const segments = await readSegments(tx);
    const segment = segments.find(one => one.key === key);
    if (!segment) throw notFound('segment', key);
    const naming = segments.filter(({ rule }) => segmentsNamed(rule).includes(key)).map(one => `segment "${one.key}"`);
    const filtering = (await filtersInUse(tx)).filter(({ filter }) => filter.segment === key).map(({ name }) => name);
    const users = [...naming, ...new Set(filtering)];
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
