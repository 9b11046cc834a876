// Records in the bin. HubSpot cannot filter them by time, so all are paged and the new ones kept.
import type { Deletion } from '../../contract.ts';
import { Fatal } from '../../errors.ts';
import { Refused } from '../failure.ts';
import type { ObjectType } from '../objects.ts';
import { archivedAt } from '../rows.ts';
import type { HubSpotSession } from '../session.ts';
import type { ObjectRecord } from '../wire.ts';

/** Nothing for objects whose bin cannot be listed, such as meetings: the sweep of full reads finds those. */
export async function* archivedSince(
  session: HubSpotSession,
  type: ObjectType,
  since: number,
): AsyncGenerator<Deletion[]> {
  const visited = new Set<string>();
  for (let after: string | undefined; ; ) {
    let page: Awaited<ReturnType<typeof session.api.list>>;
    try {
      page = await session.api.list(type.path, { after, properties: [type.modified], archived: true });
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 400) throw error;
      session.host.log('debug', 'removed records cannot be listed: the next full read finds them', {
        object: type.path,
      });
      return;
    }
    const fresh = (page.results as ObjectRecord[]).filter(row => Date.parse(archivedAt(row)) >= since);
    if (fresh.length > 0) yield fresh.map(row => ({ object: type.object, id: row.id, deletedAt: archivedAt(row) }));
    after = page.paging?.next?.after;
    if (after === undefined) return;
    if (visited.has(after)) throw new Fatal('cursor did not advance', { object: type.path });
    visited.add(after);
  }
}
