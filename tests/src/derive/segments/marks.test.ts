// What changes without a word of the customer is seen too: their account, a night's scores, a source that goes.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { scoreEverybody } from '../../../../src/derive/refresh/score-everybody.ts';
import { disconnect } from '../../../../src/ingest/sync/disconnect.ts';
import {
  createSegmentWorld,
  evaluatedMembers,
  type SegmentWorld,
  storedMembers,
} from '../../../support/lives/segments.ts';
import { empty } from '../../../support/lives/world.ts';
import { createSource, person, raw, type TestSource } from '../../../support/pipeline.ts';

const NOW = '2026-05-01T00:00:00Z';
let world: SegmentWorld;
let source: TestSource;
beforeAll(async () => {
  world = await createSegmentWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await empty(world.sql);
  world.setNow(NOW);
  source = await createSource(world.sql, 'crm');
});

let version = 1;
const company = (id: string, fields: { name?: string; industry?: string; employees?: number; domain?: string }) =>
  raw('company', id, ++version, { type: 'organization', ...fields });
const employee = (who: string, of: string) =>
  person(who, ++version, { emails: [`${who}@world.example`], account: { object: 'company', id: of } });

describe('accounts', () => {
  beforeEach(async () => {
    await source.commit({
      records: [
        company('1', { name: 'Acme', industry: 'Steel', employees: 10, domain: 'acme.example' }),
        company('2', { name: 'Bolt', industry: 'Steel', employees: 900 }),
        employee('ann', '1'),
        employee('bob', '2'),
      ],
    });
    await world.refresh();
    await world.save('steel', { field: { field: 'ACCOUNT_INDUSTRY', is: { eq: 'Steel' } } });
    await world.save('large', { field: { field: 'ACCOUNT_EMPLOYEES', is: { gte: 100 } } });
    await world.save('acme', { field: { field: 'ACCOUNT_NAME', is: { startsWith: 'acme' } } });
  });
  const all = async () => [await world.members('steel'), await world.members('large'), await world.members('acme')];

  it('move their customers when they change', async () => {
    expect(await all()).toEqual([['ann', 'bob'], ['bob'], ['ann']]);
    await source.commit({ records: [company('1', { name: 'Ace', industry: 'Steel', employees: 100 })] });
    await world.refresh();
    expect(await all()).toEqual([['ann', 'bob'], ['ann', 'bob'], []]);
    await source.commit({ records: [company('2', { name: 'Acme Bolt', employees: 900 })] });
    await world.refresh();
    expect(await all()).toEqual([['ann'], ['ann', 'bob'], ['bob']]);
  });

  it('leave them alone when something else changes', async () => {
    await source.commit({
      records: [company('1', { name: 'Acme', industry: 'Steel', employees: 10, domain: 'acme-2.example' })],
    });
    expect(await world.sql.query('select from change_mark where subject > 0')).toEqual([]);
  });

  it('move their customers when they merge', async () => {
    await source.commit({
      records: [company('2', { name: 'Bolt', industry: 'Glass', employees: 900, domain: 'acme.example' })],
    });
    await world.refresh();
    expect(await storedMembers(world.sql)).toEqual(await evaluatedMembers(world.sql, new Date(NOW)));
    expect((await all())[0]).toEqual([]);
  });
});

describe('a night of scores', () => {
  beforeEach(async () => {
    const ago = (days: number) => new Date(new Date(NOW).getTime() - days * 86_400_000);
    for (const days of [2, 10, 20])
      await world.happen('ann', { kind: 'PURCHASE', occurredAt: ago(days), amount: 10, currency: 'EUR' });
    await world.happen('ann', { kind: 'CHAT', occurredAt: ago(1), body: 'This is great, I love it' });
    await world.happen('ann', { kind: 'SUPPORT_CASE', occurredAt: ago(3) });
    await world.refresh();
  });
  const healthOf = async () => (await world.sql.one<{ health: number }>('select health from customer_score'))!.health;

  it('moves members, though nothing happened', async () => {
    const health = await healthOf();
    await world.save('well', { field: { field: 'HEALTH', is: { gte: health } } });
    expect(await world.members('well')).toEqual(['ann']);
    const later = new Date('2026-08-01T00:00:00Z');
    await scoreEverybody(world.sql, { now: later });
    expect(await healthOf()).toBeLessThan(health);
    world.setNow(later);
    await world.refresh();
    expect(await world.members('well')).toEqual([]);
    expect(await world.sql.query('select cause from segment_change order by id')).toEqual([
      { cause: 'RULE' },
      { cause: 'TIME' },
    ]);
  });

  it('has nobody evaluated when no segment asks for scores', async () => {
    await world.save('buyers', { interaction: { kind: 'PURCHASE' } });
    await scoreEverybody(world.sql, { now: new Date('2026-08-01T00:00:00Z') });
    expect(await world.sql.query('select from customer_due')).toEqual([]);
  });
});

describe('people', () => {
  it('that only a source held together are two again when it goes', async () => {
    await source.commit({
      records: [person('1', 1, { emails: ['ann@world.example'] }), person('2', 1, { emails: ['bob@world.example'] })],
    });
    const other = await createSource(world.sql, 'other');
    await other.commit({ records: [person('3', 1, { emails: ['ann@world.example', 'bob@world.example'] })] });
    await world.refresh();
    await world.save('all', { not: { field: { field: 'COUNTRY', is: { eq: 'DE' } } } });
    expect(await world.members('all')).toHaveLength(1);
    await disconnect(world.ctx(), other.target.connectionId, true);
    await world.refresh();
    expect(await world.members('all')).toEqual(['ann', 'bob']);
    // And nobody once all of it goes.
    await disconnect(world.ctx(), source.target.connectionId, true);
    await world.refresh();
    expect(await storedMembers(world.sql)).toEqual([]);
  });
});

describe('the cost of a refresh', () => {
  it('is so many statements however many customers changed', async () => {
    await world.save('german', { field: { field: 'COUNTRY', is: { eq: 'DE' } } });
    await world.save('quiet', { not: { interaction: { within: 'P30D' } } });
    const costs: number[] = [];
    // The first refresh evaluates the segments for everybody.
    for (const people of [1, 2, 200]) {
      await source.commit({
        records: Array.from({ length: people }, (_, n) =>
          person(`${people}-${n}`, 1, { emails: [`p${people}-${n}@world.example`], fields: { country: 'DE' } }),
        ),
      });
      world.world.statements.length = 0;
      expect(await refresh(world.sql)).toMatchObject({ subjects: people });
      costs.push(world.world.statements.length);
    }
    expect(costs[2]).toBe(costs[1]);
    expect(await world.members('german')).toHaveLength(203);
  });

  it('is nothing written to segments where nobody moved', async () => {
    await source.commit({ records: [person('1', 1, { emails: ['ann@world.example'], fields: { country: 'DE' } })] });
    await world.refresh();
    await world.save('german', { field: { field: 'COUNTRY', is: { eq: 'DE' } } });
    const rows = () => world.sql.query('select ctid, xmin from segment_member');
    const before = await rows();
    await source.commit({
      records: [person('1', 2, { emails: ['ann@world.example'], fields: { country: 'DE', jobTitle: 'CEO' } })],
    });
    expect(await world.refresh()).not.toMatchObject({ subjects: 0 });
    expect(await rows()).toEqual(before);
  });
});
