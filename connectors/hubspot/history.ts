// Earlier values of a property, read beside the rows: HubSpot gives them by batch read only, fifty records at a time.
import type { JsonObject } from '../contract.ts';
import { HISTORY_LIMIT } from './api.ts';
import { Refused } from './failure.ts';
import type { ObjectType } from './objects.ts';
import type { HubSpotSession } from './session.ts';
import type { ObjectRecord } from './wire.ts';

/** Rows as they are where the type has no history, or the account does not give it. */
export async function withHistory(
  session: HubSpotSession,
  { history, path }: ObjectType,
  rows: readonly ObjectRecord[],
): Promise<ObjectRecord[]> {
  const wanted = history ? rows.filter(row => Boolean(row.properties[history.when])) : [];
  if (!history || wanted.length === 0) return [...rows];
  const found = new Map<string, JsonObject>();
  try {
    for (let i = 0; i < wanted.length; i += HISTORY_LIMIT) {
      const ids = wanted.slice(i, i + HISTORY_LIMIT).map(row => row.id);
      const { results } = await session.api.history(path, ids, history.of);
      for (const { id, propertiesWithHistory } of results)
        if (propertiesWithHistory) found.set(id, propertiesWithHistory as JsonObject);
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    session.host.log('warn', 'earlier values cannot be read', { object: path, ...error.detail });
    return [...rows];
  }
  return rows.map(row => {
    const propertiesWithHistory = found.get(row.id);
    return propertiesWithHistory ? ({ ...row, propertiesWithHistory } as ObjectRecord) : row;
  });
}
