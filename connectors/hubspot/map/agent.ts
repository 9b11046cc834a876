// Pure: who of us handles a record.
import type { Lookup } from '../../contract.ts';
import { type Properties, text } from './values.ts';

/** The owner's address, else their name; null where nobody owns it, and for owners that are not known. */
export function agentOf(p: Properties, lookup: Lookup): string | null {
  const id = text(p.hubspot_owner_id);
  const owner = id === null ? undefined : lookup('owner', id);
  if (!owner) return null;
  const name = [text(owner.firstName), text(owner.lastName)].filter(part => part !== null).join(' ');
  return text(owner.email)?.toLowerCase() ?? (name || null);
}
