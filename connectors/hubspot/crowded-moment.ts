// More rows in one millisecond than a search page holds: bulk imports and workflows do that.
import { Fatal } from '../errors.ts';
import { type Filter, SEARCH_LIMIT } from './api.ts';
import type { ObjectType } from './objects.ts';
import type { Hit } from './search-window.ts';
import type { HubSpotSession } from './session.ts';

/** A search shows no row beyond this offset. */
const SEARCH_WALL = 10_000;
const PASSES = 5;

/** Bounds that cut one moment into parts that do not overlap. */
interface Cell {
  readonly at: number;
  readonly created?: { from?: string; below?: string };
  readonly ids?: { from?: string; below?: string };
}

export function crowdedMoment(session: HubSpotSession, type: ObjectType, at: number): AsyncGenerator<Hit[]> {
  return readCell(session, type, { at });
}

async function* readCell(session: HubSpotSession, type: ObjectType, cell: Cell): AsyncGenerator<Hit[]> {
  for (let pass = 1; ; pass++) {
    const first = await page(session, type, cell, 'hs_object_id', SEARCH_LIMIT);
    if (first.total > SEARCH_WALL) {
      for (const part of await divide(session, type, cell, first.total)) yield* readCell(session, type, part);
      return;
    }
    const shown = new Set<string>();
    const visited = new Set<string>();
    let moved = false;
    for (let answer = first; ; ) {
      const hits = answer.results.map(row => ({ id: row.id, at: Date.parse(row.updatedAt) }));
      if (hits.length > 0 && hits.every(hit => shown.has(hit.id)))
        throw new Fatal('cursor did not advance', { object: type.path });
      for (const { id } of hits) shown.add(id);
      yield hits;
      const after = answer.paging?.next?.after;
      if (after === undefined) break;
      if (visited.has(after)) throw new Fatal('cursor did not advance', { object: type.path });
      visited.add(after);
      if (Number(after) >= SEARCH_WALL) {
        // It has grown meanwhile: the next pass divides it.
        moved = true;
        break;
      }
      answer = await page(session, type, cell, 'hs_object_id', SEARCH_LIMIT, after);
      // Rows that left this moment have pulled others over a page's edge.
      moved ||= answer.total < first.total;
    }
    if (!moved || pass === PASSES) return;
  }
}

/** First by creation time, which never changes; rows created in one moment, too, by id. Any order of ids will do. */
async function divide(session: HubSpotSession, type: ObjectType, cell: Cell, total: number): Promise<Cell[]> {
  const middle = String(Math.floor(Math.min(total, SEARCH_WALL - 1) / 2));
  for (const axis of ['created', 'ids'] as const) {
    const sort = axis === 'created' ? type.created : 'hs_object_id';
    const pivot = (await page(session, type, cell, sort, 1, middle)).results[0];
    if (!pivot) continue;
    const value = axis === 'created' ? String(Date.parse(pivot.createdAt)) : pivot.id;
    const parts: Cell[] = [
      { ...cell, [axis]: { ...cell[axis], below: value } },
      { ...cell, [axis]: { ...cell[axis], from: value } },
    ];
    const totals = await Promise.all(parts.map(async part => (await page(session, type, part, sort, 1)).total));
    if (totals.every(part => part > 0 && part < total)) return parts;
  }
  throw new Fatal('cursor did not advance: too many rows in one millisecond', { object: type.path, total });
}

function page(session: HubSpotSession, type: ObjectType, cell: Cell, sort: string, limit: number, after?: string) {
  const filters: Filter[] = [
    { property: type.modified, operator: 'GTE', value: String(cell.at) },
    { property: type.modified, operator: 'LT', value: String(cell.at + 1) },
  ];
  for (const [property, bounds] of [
    [type.created, cell.created],
    ['hs_object_id', cell.ids],
  ] as const) {
    if (bounds?.from !== undefined) filters.push({ property, operator: 'GTE', value: bounds.from });
    if (bounds?.below !== undefined) filters.push({ property, operator: 'LT', value: bounds.below });
  }
  return session.api.search(type.path, { filters, sort, properties: [type.modified], limit, after });
}
