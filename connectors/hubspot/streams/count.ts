// How many live records HubSpot says there are. Its index lags, so the number does, too.
import { Refused } from '../failure.ts';
import type { ObjectType } from '../objects.ts';
import type { HubSpotSession } from '../session.ts';

/** Null when the search does not serve this object. */
export async function count(session: HubSpotSession, type: ObjectType): Promise<number | null> {
  try {
    const page = await session.api.search(type.path, { filters: [], sort: type.modified, properties: [], limit: 1 });
    return page.total;
  } catch (error) {
    if (error instanceof Refused && error.status !== 403) return null;
    throw error;
  }
}
