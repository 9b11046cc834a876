// Pure: who of us handles a record.
import type { JsonObject, Lookup } from '../../contract.ts';
import { to18 } from '../ids.ts';
import { refTo, text } from './fields.ts';

/** The owner's address, else their name; null for a queue, which is nobody, and for users that are not known. */
export function agentOf(payload: JsonObject, lookup: Lookup): string | null {
  const owner = refTo(payload, 'OwnerId', 'User');
  const user = owner ? (lookup('User', to18(owner.id)) ?? undefined) : undefined;
  return user ? (text(user, 'Email')?.toLowerCase() ?? text(user, 'Name')) : null;
}
