// What the token may read, against what the streams need.
import type { Check } from '../contract.ts';
import { Refused } from './failure.ts';
import type { HubSpotSession } from './session.ts';

/** Engagements have no scopes of their own: they follow contacts. E-mail bodies need `sales-email-read`. */
export const REQUIRED_SCOPES = [
  'crm.objects.contacts.read',
  'crm.objects.companies.read',
  'crm.objects.deals.read',
  'tickets',
  'crm.objects.owners.read',
  'crm.objects.feedback_submissions.read',
  'sales-email-read',
];

/** Throws as reads do when the token is refused. */
export async function checkScopes(session: HubSpotSession): Promise<Check> {
  try {
    const { hubId, scopes } = await session.api.tokenInfo();
    return { account: portal(hubId), missingPermissions: REQUIRED_SCOPES.filter(scope => !scopes.includes(scope)) };
  } catch (error) {
    // Only private apps can ask for their scopes; the token may still be good.
    if (!(error instanceof Refused)) throw error;
    const { portalId } = await session.api.account();
    return { account: portal(portalId), missingPermissions: [] };
  }
}

function portal(id: number): string {
  return `HubSpot portal ${id}`;
}
