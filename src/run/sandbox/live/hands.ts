// What the living world may do in both CRMs, through the control objects of their fakes.
import type { HubSpotFake } from '../../../../connectors/hubspot/fake/index.ts';
import type { FakeRow } from '../../../../connectors/kit/fake-rows.ts';
import type { SalesforceFake } from '../../../../connectors/salesforce/fake/index.ts';
import { type HubSpotSink, PATHS } from '../hubspot/books.ts';
import { linkTypes } from '../hubspot/link-types.ts';
import { type HubSpotType, hubspotId } from '../ids.ts';
import type { SalesforceSink } from '../salesforce/books.ts';

type Fields = FakeRow['fields'];
type Properties = Record<string, string | null>;

/** Writes are stamped with the fakes' clock; new ids follow from the order of writes. */
export interface Hands {
  readonly hubspot: HubSpotSink & { update(path: string, id: string, properties: Properties): void };
  readonly salesforce: SalesforceSink & { update(type: string, id: string, fields: Fields): void };
}

/** New HubSpot records get ids from here on, above those of any history. */
const FIRST_LIVING_ID = 1_000_000;

export function handsOf({ portal }: HubSpotFake, salesforce: SalesforceFake): Hands {
  const made = new Map<HubSpotType, number>();
  const nextId = (type: HubSpotType): string => {
    const n = made.get(type) ?? FIRST_LIVING_ID;
    made.set(type, n + 1);
    return hubspotId(type, n);
  };
  return {
    hubspot: {
      add: (type, row) => portal.create(PATHS[type], row.fields as Properties, { id: nextId(type) }),
      update: (path, id, properties) => portal.update(path, id, properties),
      link(from, fromId, to, toId) {
        if (fromId === null || toId === null) return;
        const [typeId] = linkTypes(from, to);
        portal.link(PATHS[from], fromId, PATHS[to], toId, { typeId });
      },
    },
    salesforce: {
      add: (type, row) => salesforce.create(type, row.fields),
      update: (type, id, fields) => salesforce.update(type, id, fields),
    },
  };
}
