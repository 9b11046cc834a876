// Proves the credentials with two small requests and tells which objects this user may not read.
import type { Check } from '../contract.ts';
import { path } from './api.ts';
import { ApiError } from './failures.ts';
import type { SalesforceSession } from './session.ts';
import { OBJECTS } from './tables.ts';
import { DescribedAll, QueryPage } from './wire.ts';

export async function checkOrg(session: SalesforceSession): Promise<Check> {
  const { sobjects } = await session.call(DescribedAll, path.describeAll);
  const visible = new Set(sobjects.map(object => object.name));
  const missing = OBJECTS.filter(object => !object.optional && !visible.has(object.name));
  return { account: await accountName(session), missingPermissions: missing.map(object => `read ${object.name}`) };
}

async function accountName(session: SalesforceSession): Promise<string | null> {
  const orgId = await session.orgId();
  try {
    const page = await session.call(QueryPage, path.query('SELECT Id, Name FROM Organization LIMIT 1'));
    const { Id, Name } = page.records[0] ?? {};
    return typeof Name === 'string' ? `${Name} (org ${Id})` : orgId;
  } catch (error) {
    // Some profiles may not read it: the id from the token does.
    if (error instanceof ApiError) return orgId;
    throw error;
  }
}
