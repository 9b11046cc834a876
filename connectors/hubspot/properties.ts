// Which properties of an object are read: those that are mapped, and the account's own.
import { createHash } from 'node:crypto';
import { Refused } from './failure.ts';
import type { ObjectType } from './objects.ts';
import type { HubSpotSession } from './session.ts';
import type { Property } from './wire.ts';

export interface Wanted {
  readonly names: readonly string[];
  /** Changes when a property comes or goes: then old rows must be read again. */
  readonly hash: string;
}

/** Definitions of the account's own properties, by name; empty when the token may not see them. */
export function customProperties(session: HubSpotSession, type: ObjectType): Promise<Property[]> {
  return session.once(`properties ${type.path}`, async () => {
    try {
      const { results } = await session.api.properties(type.path);
      const own = results.filter(p => p.hubspotDefined === false && p.archived !== true);
      return own.sort((a, b) => (a.name < b.name ? -1 : 1)) as Property[];
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      session.host.log('warn', 'custom properties cannot be read', { object: type.path, ...error.detail });
      return [];
    }
  });
}

export async function wantedProperties(session: HubSpotSession, type: ObjectType): Promise<Wanted> {
  const custom = await customProperties(session, type);
  const names = [...new Set([type.modified, type.created, ...type.properties, ...custom.map(p => p.name)])];
  const read = [...names, ...(type.history ? [`history of ${type.history.of}`] : [])];
  return { names, hash: createHash('sha256').update(read.join('\n')).digest('hex').slice(0, 16) };
}
