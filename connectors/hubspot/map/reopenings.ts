// Pure: how often a ticket was reopened, and when it was first resolved, by the stages it was in.
import type { Json, JsonObject, Lookup } from '../../contract.ts';
import { stageOf } from './stage.ts';
import { moment, text } from './values.ts';

export interface Reopenings {
  readonly reopenCount: number | null;
  readonly reopenedAt: string | null;
  readonly firstResolvedAt: string | null;
}

export const NOT_TOLD: Reopenings = { reopenCount: null, reopenedAt: null, firstResolvedAt: null };
/** HubSpot keeps no more values of a property: where there are so many, the first ones may be gone. */
const MOST_VALUES = 20;

/** Told where every stage is known as open or closed, and the last one closes the ticket. */
export function reopeningsOf(payload: JsonObject, lookup: Lookup, pipeline: string | null): Reopenings {
  const all = payload.propertiesWithHistory as { hs_pipeline_stage?: Json } | undefined;
  const values = all?.hs_pipeline_stage;
  if (!Array.isArray(values) || values.length === 0 || values.length >= MOST_VALUES) return NOT_TOLD;
  const stays = (values as JsonObject[])
    .map(({ value, timestamp }) => ({
      at: moment(timestamp),
      closed: stageOf(lookup, 'ticket', pipeline, text(value)).closed,
    }))
    .sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1));
  if (stays.some(({ at, closed }) => at === null || closed === null) || !stays.at(-1)!.closed) return NOT_TOLD;
  const reopened = stays.filter(({ closed }, i) => !closed && stays[i - 1]?.closed === true);
  return {
    reopenCount: reopened.length,
    reopenedAt: reopened[0]?.at ?? null,
    firstResolvedAt: stays.find(({ closed }) => closed)!.at,
  };
}
