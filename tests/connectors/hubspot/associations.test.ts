// Associations and reference data: whole sets, removed links, paging of each input, labels that outlive their stage.
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../connectors/contract.ts';
import { Fatal } from '../../../connectors/errors.ts';
import { linkType } from '../../../connectors/hubspot/fake/types.ts';
import type { HubSpotLink, HubSpotWorld } from '../../../connectors/hubspot/fake/world.ts';
import { connector } from '../../../connectors/hubspot/index.ts';
import { HOUR, MINUTE, rows, type Setting, setting } from './world.ts';

let s: Setting;
afterEach(() => s.fake.close());

const associations = connector.streams.find(stream => stream.name === 'associations')!;

/** What the held set of one record maps to. */
function links(object: string, id: string): { role: string; to: string[] } | undefined {
  const payload = s.store.live(object).get(id) as JsonObject | undefined;
  if (!payload) return undefined;
  const [record] = associations.map({ object, id, payload }, () => undefined);
  return record?.type === 'links' ? { role: record.role, to: record.to } : undefined;
}

/** Tickets 1…n belong to contact 1…n; company 1 has all contacts. */
const world: Partial<HubSpotWorld> = {
  objects: { contacts: rows(600), companies: rows(2), tickets: rows(2500) },
  links: (from, id, to): HubSpotLink[] => {
    if (from === 'tickets' && to === 'contacts' && Number(id) <= 600) return [{ toId: id, typeId: 16 }];
    if (from === 'contacts' && to === 'companies') return [{ toId: '1', typeId: 279 }];
    if (from === 'companies' && to === 'contacts')
      return Array.from({ length: 600 }, (_, i) => ({ toId: String(i + 1), typeId: 280 }));
    return [];
  },
};

async function everything(options: Parameters<Setting['read']>[1] = {}) {
  for (const stream of ['contacts', 'companies', 'tickets']) await s.read(stream, { ...options, sameRun: true });
  return s.read('associations', { ...options, sameRun: true });
}

describe('associations', () => {
  it('reads the sets of all records in batches of a thousand', async () => {
    s = await setting(world);
    await everything();
    expect(links('association:ticket:contact', '77')).toEqual({ role: 'customer', to: ['77'] });
    expect(links('association:contact:company', '600')).toEqual({ role: 'account', to: ['1'] });
    expect(s.store.live('association:ticket:contact').size).toBe(600);
    expect(s.store.live('association:ticket:company').size, 'no record for what has no links').toBe(0);
    // Contacts 1 x 1, tickets 3 x 2; nothing else is held.
    expect(s.requests(/associations/)).toBe(7);
  });

  it('H19: follows the pages of each input', async () => {
    const many = (from: string, id: string, to: string): HubSpotLink[] =>
      from === 'deals' && to === 'contacts' && id !== '3'
        ? Array.from({ length: id === '1' ? 600 : 40 }, (_, i) => ({ toId: String(i + 1), typeId: 3 }))
        : [];
    s = await setting({ objects: { deals: rows(3), contacts: rows(600) }, links: many }, { associationPage: 100 });
    await s.read('deals');
    await s.read('associations');
    expect(links('association:deal:contact', '1')?.to).toHaveLength(600);
    expect(links('association:deal:contact', '2')?.to).toHaveLength(40);
    expect(links('association:deal:contact', '3')).toBeUndefined();
  });

  it('H18, H19: a removed link disappears with the next full read, without any record changed', async () => {
    s = await setting(world);
    await everything();
    s.fake.portal.unlink('tickets', '5', 'contacts', '5');
    s.fake.portal.link('tickets', '6', 'contacts', '60');
    s.clock.advance(HOUR);
    await s.read('associations');
    expect(links('association:ticket:contact', '5')).toBeUndefined();
    expect(links('association:ticket:contact', '6')?.to).toEqual(['6', '60']);
  });

  it('an incremental read refreshes the links of what the run changed, down to none', async () => {
    s = await setting(world);
    const cursors: Record<string, JsonObject> = {};
    for (const stream of ['contacts', 'tickets', 'associations']) cursors[stream] = (await s.read(stream)).cursor;
    s.clock.advance(3 * HOUR);
    s.fake.portal.unlink('tickets', '5', 'contacts', '5');
    s.fake.portal.update('tickets', '5', { subject: 'x' });
    s.clock.advance(MINUTE);
    const before = s.requests(/associations/);
    await s.read('tickets', { mode: 'INCREMENTAL', cursor: cursors.tickets! });
    await s.read('associations', { mode: 'INCREMENTAL', cursor: cursors.associations!, sameRun: true });
    expect(links('association:ticket:contact', '5')?.to).toEqual([]);
    expect(links('association:ticket:company', '5'), 'it never had any').toBeUndefined();
    expect(s.requests(/associations/) - before).toBe(2);
    const quiet = await s.read('associations', { mode: 'INCREMENTAL', cursor: cursors.associations! });
    expect(quiet).toMatchObject({ delivered: 0, deletions: 0 });
  });

  it('H20: keeps every type of a link, joins number and text ids, and puts the primary first', async () => {
    s = await setting({
      objects: { contacts: rows(1), companies: rows(3) },
      links: (from, _, to) =>
        from === 'contacts' && to === 'companies'
          ? [
              { toId: '2', typeId: 279, label: null },
              { toId: '2', typeId: 12, category: 'USER_DEFINED', label: 'Billing' },
              { toId: '3', typeId: 279, label: null },
              { toId: '3', typeId: 1, label: 'Primary' },
            ]
          : [],
    });
    await s.read('contacts');
    await s.read('associations');
    expect(links('association:contact:company', '1')?.to).toEqual(['3', '2']);
    const payload = s.store.live('association:contact:company').get('1') as { to: { associationTypes: unknown[] }[] };
    expect(payload.to.map(target => target.associationTypes.length)).toEqual([2, 2]);
  });

  it('H14: reads the links of a restored record again', async () => {
    s = await setting(world);
    const { cursor } = await s.read('tickets');
    await s.read('associations');
    s.fake.portal.archive('tickets', '9');
    s.clock.advance(MINUTE);
    const second = await s.read('tickets', { mode: 'INCREMENTAL', cursor });
    s.fake.portal.restore('tickets', '9');
    s.fake.portal.link('tickets', '9', 'contacts', '99');
    s.clock.advance(MINUTE);
    await s.read('tickets', { mode: 'INCREMENTAL', cursor: second.cursor });
    await s.read('associations', { mode: 'INCREMENTAL', sameRun: true, cursor: { readAt: '' } });
    expect(links('association:ticket:contact', '9')?.to).toEqual(['9', '99']);
  });

  it('points at the survivor after a merge', async () => {
    s = await setting(world);
    await everything();
    s.clock.advance(HOUR);
    const id = s.fake.portal.merge('contacts', '7', '8');
    s.clock.advance(MINUTE);
    await everything();
    expect(links('association:ticket:contact', '7')?.to).toEqual([id]);
    expect(links('association:contact:company', id)?.to).toEqual(['1']);
  });

  it('B17: one pair that is refused does not hide the others, nor count as read', async () => {
    s = await setting(world);
    for (const stream of ['contacts', 'tickets']) await s.read(stream, { sameRun: true });
    s.fake.portal.refused.set('companies', ['crm.objects.companies.read']);
    await expect(s.read('associations')).rejects.toBeInstanceOf(Fatal);
    expect(links('association:ticket:contact', '77')?.to).toEqual(['77']);
  });

  it('the fake knows the type ids of the documentation', () => {
    expect([linkType('contacts', 'companies'), linkType('deals', 'contacts'), linkType('tickets', 'contacts')]).toEqual(
      [279, 3, 16],
    );
  });
});

describe('reference data', () => {
  const stage = (id: string, label: string) => ({ id, label, metadata: { ticketState: 'OPEN' } });
  const owners = Array.from({ length: 600 }, (_, i) => ({
    id: String(100 + i),
    userId: i + 1,
    email: `o${i}@example.com`,
    firstName: 'O',
    lastName: String(i),
    archived: i >= 550,
  }));

  it('B18: keeps archived owners by name', async () => {
    s = await setting({ owners });
    const { cursor } = await s.read('owners');
    expect(s.store.live('owner').get('699')).toMatchObject({ lastName: '599', archived: true, userId: null });
    expect(s.store.live('owner').size).toBe(600);
    expect(await s.read('owners', { mode: 'INCREMENTAL', cursor })).toMatchObject({ delivered: 0 });
  });

  it('H30: remembers the label of a stage that was removed', async () => {
    const stages = [stage('1', 'New'), stage('2', 'Waiting')];
    s = await setting({ pipelines: { tickets: [{ id: '0', label: 'Support', stages }] } });
    await s.read('pipelines');
    stages.pop();
    await s.read('pipelines');
    expect(s.store.get('pipeline_stage', 'ticket:0:2')).toMatchObject({ payload: { label: 'Waiting' } });
    expect(s.store.get('pipeline_stage', 'ticket:0:2')?.deletedAt).not.toBeNull();
    expect(s.store.live('pipeline_stage').has('ticket:0:1')).toBe(true);
  });

  it('delivers definitions of custom properties only', async () => {
    const own = { name: 'plan', label: 'Plan', type: 'enumeration' as const };
    s = await setting({ properties: { contacts: [own, { ...own, name: 'std', hubspotDefined: true }] } });
    await s.read('properties');
    const schema = s.store.live('property_schema').get('contact') as { properties: { name: string }[] };
    expect(schema.properties.map(property => property.name)).toEqual(['plan']);
  });
});
