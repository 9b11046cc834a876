// Reads what a span of modification times holds, by keyset: no offset that rows could slide across, no 10,000 wall.
import { SEARCH_LIMIT } from './api.ts';
import { crowdedMoment } from './crowded-moment.ts';
import type { ObjectType } from './objects.ts';
import type { HubSpotSession } from './session.ts';

/** One row that the search index placed in the span, with its live time. */
export interface Hit {
  readonly id: string;
  readonly at: number;
}

export interface Found {
  readonly hits: Hit[];
  /** All rows that the index has below this time have been shown. */
  readonly low: number;
}

/** From `low` (inclusive) to `high` (exclusive), in ms. Matching is by the index, which may be older than the rows shown. */
export async function* searchWindow(
  session: HubSpotSession,
  type: ObjectType,
  low: number,
  high: number,
): AsyncGenerator<Found> {
  let shown = new Set<string>();
  for (let from = low; from < high; ) {
    const page = await searchPage(session, type, from, high);
    const hits = page.hits.filter(hit => !shown.has(hit.id));
    if (page.complete) {
      yield { hits, low: high };
      return;
    }
    const next = safeTime(page.hits, from, high);
    if (next > from) {
      shown = new Set(page.hits.map(hit => hit.id));
      from = next;
      yield { hits, low: from };
    } else if (high - from === 1) {
      for await (const crowd of crowdedMoment(session, type, from)) yield { hits: crowd, low: from };
      from = high;
      yield { hits: [], low: from };
    } else {
      // More rows at one time than a page holds, or only rows that have moved on since: a smaller span tells.
      const crowded = page.hits.length > 0 && page.hits.every(hit => hit.at === from);
      const middle = crowded ? from + 1 : from + Math.ceil((high - from) / 2);
      yield* searchWindow(session, type, from, middle);
      from = middle;
    }
  }
}

export async function searchPage(session: HubSpotSession, type: ObjectType, low: number, high: number) {
  const answer = await session.api.search(type.path, {
    filters: [
      { property: type.modified, operator: 'GTE', value: String(low) },
      { property: type.modified, operator: 'LT', value: String(high) },
    ],
    sort: type.modified,
    properties: [type.modified],
    limit: SEARCH_LIMIT,
  });
  const hits: Hit[] = answer.results.map(row => ({ id: row.id, at: Date.parse(row.updatedAt) }));
  return { hits, complete: answer.total === 0 || !answer.paging?.next };
}

/**
 * The time that the next page may start at. Hits are sorted by the index, their times are live: a row that has changed
 * since shows a time beyond the span or above a row behind it, and must not move the keyset over rows not shown yet.
 * The last row has none behind it to bear it out, so the one before it decides.
 */
function safeTime(hits: readonly Hit[], low: number, high: number): number {
  let lowestBehind = high;
  for (let i = hits.length - 1; i >= 0; i--) {
    const { at } = hits[i]!;
    const borneOut = i < hits.length - 1 || hits.length === 1;
    if (borneOut && at >= low && at < high && at <= lowestBehind) return at;
    lowestBehind = Math.min(lowestBehind, at);
  }
  return low;
}
