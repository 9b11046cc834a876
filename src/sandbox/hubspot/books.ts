// Collects the rows and links of a HubSpot portal while the world is written down.
import type { HubSpotLink } from '../../../connectors/hubspot/fake/world.ts';
import type { FakeRow } from '../../../connectors/kit/fake-rows.ts';
import { type HubSpotType, hubspotId } from '../ids.ts';

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

/** HubSpot's type ids of a link, there and back. A second pair marks the primary company. */
type LinkTypes = readonly [there: number, back: number, primaryThere?: number, primaryBack?: number];
const LINK_TYPES: Readonly<Record<string, LinkTypes>> = {
  'contact/company': [279, 280, 1, 2],
  'deal/contact': [3, 4],
  'deal/company': [341, 342, 5, 6],
  'ticket/contact': [16, 15],
  'ticket/company': [339, 340, 26, 25],
  'call/contact': [194, 193],
  'call/company': [182, 181],
  'call/ticket': [220, 219],
  'email/contact': [198, 197],
  'email/company': [186, 185],
  'email/ticket': [224, 223],
  'meeting/contact': [200, 199],
  'meeting/company': [188, 187],
  'note/contact': [202, 201],
  'note/company': [190, 189],
  'task/contact': [204, 203],
  'task/company': [192, 191],
  'communication/contact': [81, 82],
  'communication/company': [87, 88],
  'communication/ticket': [84, 83],
  'feedback_submission/contact': [98, 97],
  'feedback_submission/ticket': [100, 99],
};

export interface Link {
  readonly from: HubSpotType;
  readonly fromId: string;
  readonly to: HubSpotType;
  readonly toId: string;
}

export class HubSpotBooks {
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

  /** Links two records both ways; nothing happens when either is missing. */
  link(from: HubSpotType, fromId: string | null, to: HubSpotType, toId: string | null): void {
    if (fromId === null || toId === null) return;
    const [there, back, primaryThere, primaryBack] = LINK_TYPES[`${from}/${to}`]!;
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
