// Who of us handles a record: one person is one, whichever CRM names them.
import { describe, expect, it } from 'vitest';
import type { JsonObject, Lookup } from '../../connectors/contract.ts';
import { connector as hubspot } from '../../connectors/hubspot/index.ts';
import type { CanonicalInput } from '../../connectors/records.ts';
import { connector as salesforce } from '../../connectors/salesforce/index.ts';

const AT = '2026-03-01T08:00:00Z';
const agentOf = (records: CanonicalInput[]) => {
  const [first] = records;
  if (first?.type !== 'interaction') throw new Error('not an interaction');
  return first.agent;
};
const knowing =
  (object: string, id: string, payload: JsonObject): Lookup =>
  (asked, of) =>
    asked === object && of === id ? payload : undefined;

function ofHubSpot(object: string, owner: string | null, lookup: Lookup) {
  const stream = hubspot.streams.find(one => one.objects.includes(object))!;
  const properties = { createdate: AT, hs_timestamp: AT, hubspot_owner_id: owner };
  return agentOf(stream.map({ object, id: '9', payload: { id: '9', createdAt: AT, properties } }, lookup));
}

function ofSalesforce(object: string, owner: string | null, lookup: Lookup) {
  const stream = salesforce.streams.find(one => one.name === object)!;
  const payload = { Id: '1', CreatedDate: AT, StartDateTime: AT, OwnerId: owner };
  return agentOf(stream.map({ object, id: '500000000000001AAA', payload }, lookup));
}

const USER = '005000000000001AAA';

describe('the agent', () => {
  it.each(['ticket', 'call', 'email', 'communication'])('of a %s is its owner, by address', object => {
    const owner = { id: '7', email: 'Ada@Example.com', firstName: 'Ada', lastName: 'Nwosu' };
    expect(ofHubSpot(object, '7', knowing('owner', '7', owner))).toBe('ada@example.com');
  });

  it.each(['Case', 'Task', 'Event'])('of a %s is its owner, by address', object => {
    expect(ofSalesforce(object, USER, knowing('User', USER, { Email: 'Ada@Example.com', Name: 'Ada Nwosu' }))).toBe(
      'ada@example.com',
    );
  });

  it('is known by name where no address is told', () => {
    expect(ofHubSpot('ticket', '7', knowing('owner', '7', { firstName: 'Ada', lastName: 'Nwosu' }))).toBe('Ada Nwosu');
    expect(ofSalesforce('Case', USER, knowing('User', USER, { Name: 'Ada Nwosu', Email: ' ' }))).toBe('Ada Nwosu');
  });

  it('is nobody for a queue, for an owner that is not known, and without one', () => {
    const nobody: Lookup = () => undefined;
    const named = knowing('User', '00G000000000001AAA', { Name: 'Queue' });
    expect([
      ofHubSpot('ticket', '8', nobody),
      ofHubSpot('ticket', null, nobody),
      ofHubSpot('ticket', '7', knowing('owner', '7', {})),
      ofSalesforce('Case', '00G000000000001AAA', named),
      ofSalesforce('Case', USER, nobody),
      ofSalesforce('Case', null, nobody),
    ]).toEqual([null, null, null, null, null, null]);
  });
});
