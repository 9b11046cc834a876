// Collects the rows and links of a HubSpot portal while the world is written down.
import type { FakeRow } from '../../kit/fake-rows.ts';
import type { HubSpotLink } from '../fake/world.ts';
import { type HubSpotType, hubspotId } from './ids.ts';
import { linkTypes } from './link-types.ts';

/** Object types as they stand in paths. */
export const PATHS: Readonly<Record<HubSpotType, string>> = {
  contact: 'contacts',
  company: 'companies',
  deal: 'deals',
  ticket: 'tickets',
  call: 'calls',
  email: 'emails',
  communication: 'communications',
  meeting: 'meetings',
  note: 'notes',
  task: 'tasks',
  feedback_submission: 'feedback_submissions',
};

/** Where the world is written to: the rows a fake starts with, or a running fake. */
export interface HubSpotSink {
  /** Adds a record and returns its id. */
  add(type: HubSpotType, row: Omit<FakeRow, 'id'> & { id?: string }): string;
  /** Links two records both ways; nothing happens when either is missing. */
  link(from: HubSpotType, fromId: string | null, to: HubSpotType, toId: string | null): void;
}

export class HubSpotBooks implements HubSpotSink {
  readonly rows = new Map<HubSpotType, FakeRow[]>();
  private readonly links = new Map<string, HubSpotLink[]>();

  /** Adds a row under the type's next id, unless it has one already. */
  add(type: HubSpotType, row: Omit<FakeRow, 'id'> & { id?: string }): string {
    const rows = this.rows.get(type) ?? [];
    this.rows.set(type, rows);
    const id = row.id ?? hubspotId(type, rows.length);
    rows.push({ ...row, id });
    return id;
  }

  link(from: HubSpotType, fromId: string | null, to: HubSpotType, toId: string | null): void {
    if (fromId === null || toId === null) return;
    const [there, back, primaryThere, primaryBack] = linkTypes(from, to);
    this.push(from, fromId, to, toId, there, primaryThere);
    this.push(to, toId, from, fromId, back, primaryBack);
  }

  linksOf(fromPath: string, id: string, toPath: string): readonly HubSpotLink[] {
    return this.links.get(`${fromPath}/${id}/${toPath}`) ?? [];
  }

  private push(from: HubSpotType, fromId: string, to: HubSpotType, toId: string, typeId: number, primary?: number) {
    const key = `${PATHS[from]}/${fromId}/${PATHS[to]}`;
    const list = this.links.get(key) ?? [];
    this.links.set(key, list);
    // A record has one primary company, but a company is the primary one of many.
    if (primary !== undefined && (list.length === 0 || from === 'company'))
      list.push({ toId, typeId: primary, label: 'Primary' });
    list.push({ toId, typeId, label: null });
  }
}

/** As Java's Instant writes it: no fraction when it is zero. */
export function instant(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}
