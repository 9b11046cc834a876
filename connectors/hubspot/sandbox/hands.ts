// What the living world may do in HubSpot, through the control object of its fake.
import type { Hands } from '../../kit/sandbox-part.ts';
import type { HubSpotFake } from '../fake/index.ts';
import { writeFeedback, writeTouch } from './activity.ts';
import { type HubSpotSink, PATHS } from './books.ts';
import { contactOf } from './customers.ts';
import { type HubSpotType, hubspotId } from './ids.ts';
import { linkTypes } from './link-types.ts';
import { ticketFields, writeMessage, writeTicket } from './tickets.ts';

type Properties = Record<string, string | null>;

/** New records get ids from here on, above those of any history. */
const FIRST_LIVING_ID = 1_000_000;

export function handsOf(fake: HubSpotFake): Hands {
  const { portal } = fake;
  const sink = sinkOf(fake);
  return {
    openDeals: [...portal.live('deals')].filter(deal => deal.fields.hs_is_closed === 'false').map(deal => deal.id),
    openCase: opened => writeTicket(sink, opened),
    solveCase(id, solved, message) {
      writeMessage(sink, solved, id, message);
      portal.update('tickets', id, ticketFields(solved));
    },
    rateCase: (id, given) => writeFeedback(sink, given, new Map([[given.n, id]])),
    changeTitle: (person, title) => portal.update('contacts', contactOf(person)!, { jobtitle: title }),
    winDeal(id, at) {
      const closedate = new Date(at).toISOString();
      const won = { dealstage: 'closedwon', closedate, hs_is_closed: 'true', hs_is_closed_won: 'true' };
      portal.update('deals', id, won);
    },
    note: (touch, at) => writeTouch(sink, { ...touch, kind: 'note', text: `${touch.title}.` }, at),
  };
}

function sinkOf({ portal }: HubSpotFake): HubSpotSink {
  const made = new Map<HubSpotType, number>();
  const nextId = (type: HubSpotType): string => {
    const n = made.get(type) ?? FIRST_LIVING_ID;
    made.set(type, n + 1);
    return hubspotId(type, n);
  };
  return {
    add: (type, row) => portal.create(PATHS[type], row.fields as Properties, { id: nextId(type) }),
    link(from, fromId, to, toId) {
      if (fromId === null || toId === null) return;
      const [typeId] = linkTypes(from, to);
      portal.link(PATHS[from], fromId, PATHS[to], toId, { typeId });
    },
  };
}
