// Deletes a journey, unless something asks for its stages.
import type { Context } from '../../base/context/context.ts';
import { notFound, UserError } from '../../base/errors.ts';
import { requestRefresh } from '../../ingest/marks/request.ts';
import { lockSegments } from '../segments/stored-segments.ts';
import { usersOf } from './users.ts';

/** Gives its row id. Its visits go with the next refresh. @throws UserError NOT_FOUND, CONFLICT */
export async function deleteJourney(ctx: Context, key: string): Promise<number> {
  const id = await ctx.sql.transaction(async tx => {
    await lockSegments(tx);
    const journey = await tx.one<{ id: number }>('delete from journey where key = $1 returning id', [key]);
    if (!journey) throw notFound('journey', key);
    const users = [...new Set((await usersOf(tx, key)).map(({ name }) => name))];
    if (users.length > 0)
      throw new UserError(
        'CONFLICT',
        `The journey "${key}" is asked for by ${users.join(', ')}. Change ${users.length === 1 ? 'that' : 'those'} first.`,
        { id: key },
      );
    return journey.id;
  });
  await requestRefresh(ctx);
  return id;
}
