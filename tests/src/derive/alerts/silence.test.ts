// Nothing comes any more: told once, apart from a source that was not read, and over when something comes again.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readSources } from '../../../../src/derive/alerts/data-moments.ts';
import { silentFor } from '../../../../src/derive/alerts/silence.ts';
import { DIMENSIONS } from '../../../../src/derive/metrics/dimensions.ts';
import { type AlertWorld, createAlertWorld } from './world.ts';

let shop: AlertWorld;
beforeAll(async () => {
  shop = await createAlertWorld();
});
afterAll(() => shop.close());
beforeEach(() => shop.empty());

const messages = async () => (await shop.alerts()).map(({ message }) => message);

describe('silence', () => {
  it('is told once, and over when something comes', async () => {
    await shop.answer('2026-10-05', 1, 0);
    await shop.rule({ every: null, when: { silence: 'P3D' } });
    await shop.evaluate('2026-10-08T08:59:59Z');
    expect(await shop.open()).toEqual([]);
    await shop.evaluate('2026-10-08T09:00:00Z');
    await shop.evaluate('2026-10-20T09:00:00Z');
    // The last lies farther back than is looked at every time: once was enough.
    shop.world.statements.length = 0;
    await shop.evaluate('2026-11-30T09:00:00Z');
    expect(shop.world.statements.filter(text => text.includes('desc limit 1) l'))).toEqual([]);
    expect(await shop.alerts()).toMatchObject([
      { start: '2026-10-05', finding: 'SILENT', isOpen: true, value: {}, by: [] },
    ]);
    expect(await messages()).toEqual([
      'Nothing that CSAT counts has come since 5 October 2026, 09:00 UTC, for 3 d; 3 d are allowed.',
    ]);
    await shop.answer('2026-11-30', 1, 0);
    await shop.evaluate('2026-11-30T10:00:00Z');
    expect(await shop.open()).toEqual([]);
  });

  it('is of what the filter lets through, and of what never came', async () => {
    await shop.answer('2026-10-05', 1, 0, 'EMAIL');
    await shop.rule({ every: null, when: { silence: 'P1D' }, where: { channel: ['PHONE'] } });
    await shop.evaluate('2026-10-05T10:00:00Z');
    const [{ created_at }] = (await shop.world.sql.query<{ created_at: Date }>(
      'select created_at from alert_rule',
    )) as [{ created_at: Date }];
    expect(created_at).toEqual(new Date('2026-10-01T00:00:00Z'));
    expect(await messages()).toEqual([
      'Nothing that CSAT (channel PHONE) counts has come since the rule was saved on 1 October 2026, 00:00 UTC, nor ever before, for 4 d 10 h; 1 d are allowed.',
    ]);
  });

  it('of a source that was not read is not known to be one', async () => {
    await shop.answer('2026-10-05', 1, 0);
    await shop.synced('crm', '2026-10-06T12:00:00Z');
    await shop.cameThrough('crm', '2026-10-05');
    await shop.rule({ every: null, when: { silence: 'P3D' } });
    await shop.evaluate('2026-10-08T10:00:00Z');
    expect(await messages()).toEqual([
      'Nothing is known of CSAT since 5 October 2026, 09:00 UTC, for 3 d 1 h; 3 d are allowed. "crm" has not been read since 6 October 2026, 12:00 UTC: whether anything came cannot be told.',
    ]);
    await shop.synced('crm', '2026-10-08T11:00:00Z');
    await shop.evaluate('2026-10-08T12:00:00Z');
    expect((await shop.alerts()).map(({ finding, isOpen }) => [finding, isOpen])).toEqual([
      ['NOT_READ', false],
      ['SILENT', true],
    ]);
    expect((await messages())[1]).toBe(
      'Nothing that CSAT counts has come since 5 October 2026, 09:00 UTC, for 3 d 2 h; 3 d are allowed. "crm" was last read on 8 October 2026, 11:00 UTC.',
    );
  });

  it('is asked for by every dimension and filter', async () => {
    await shop.answer('2026-10-05', 6, 0);
    const filters = { account: 'account_1', country: ['DE'], channel: ['EMAIL'], survey: 'support', scale: '1..5' };
    for (const by of DIMENSIONS.filter(name => name !== 'CURRENCY' && name !== 'TRAIT'))
      await shop.rule({ key: by.toLowerCase().replace('_', '-'), every: null, by: [by], when: { silence: 'P1D' } });
    await shop.rule({ key: 'filtered', every: null, where: filters, when: { silence: 'P1D' } });
    await shop.evaluate('2026-10-07T10:00:00Z');
    expect(await shop.world.sql.query('select key, problem from alert_rule where problem is not null')).toEqual([]);
    // Who answers is in no segment and in no journey.
    const found = (await shop.alerts()).map(({ rule }) => rule).sort();
    expect(found).toEqual(
      [
        ...DIMENSIONS.filter(name => !['CURRENCY', 'TRAIT', 'SEGMENT', 'JOURNEY_STAGE'].includes(name)).map(name =>
          name.toLowerCase().replace('_', '-'),
        ),
        'filtered',
      ].sort(),
    );
  });

  it('is told group by group, but not of groups that are too small or came to their end', async () => {
    await shop.answer('2026-10-05', 5, 0, 'EMAIL');
    await shop.answer('2026-10-05', 4, 0, 'CHAT');
    await shop.answer('2026-10-07', 5, 0, 'PHONE');
    await shop.rule({ every: null, by: ['CHANNEL'], when: { silence: 'P2D' } });
    await shop.evaluate('2026-10-08T10:00:00Z');
    expect(await shop.alerts()).toMatchObject([{ by: [{ dimension: 'CHANNEL', key: 'EMAIL', label: 'EMAIL' }] }]);
    await shop.evaluate('2026-10-10T10:00:00Z');
    expect((await messages()).map(text => text.split(' counts')[0])).toEqual([
      'Nothing that CSAT for channel EMAIL',
      'Nothing that CSAT for channel PHONE',
    ]);
    // What is told stays so, though a rule that is saved now would not tell of it.
    await shop.evaluate('2026-11-20T10:00:00Z');
    expect(await shop.open()).toHaveLength(2);
    await shop.answer('2026-11-20', 5, 0, 'PHONE');
    await shop.evaluate('2026-11-20T10:30:00Z');
    expect((await shop.alerts()).filter(({ isOpen }) => isOpen)).toMatchObject([{ by: [{ key: 'EMAIL' }] }]);
    await shop.rule({ key: 'late', every: null, by: ['CHANNEL'], when: { silence: 'P2D' } });
    await shop.evaluate('2026-11-20T11:00:00Z');
    expect((await shop.alerts()).filter(({ rule }) => rule === 'late')).toEqual([]);
  });
});

it('a source was read when all of it was, with success, and not only for a try', async () => {
  await shop.synced('crm', '2026-10-06T12:00:00Z', 'PT1H');
  const run = (status: string, more: string, value: string) =>
    shop.world.sql.query(
      `insert into sync_run (connection_id, mode, trigger, status, started_at, ${more})
       select id, 'FULL', 'MANUAL', '${status}', '2026-10-07', ${value} from connection where key = 'crm'`,
    );
  await run('FAILED', 'error', `'Gone.'`);
  await run('SUCCEEDED', 'dry_run', 'true');
  await run('SUCCEEDED', 'streams', `'{contacts}'`);
  const crm = { key: 'crm', isConnected: true, isScheduled: true, through: new Date('2026-10-06T12:00:00Z') };
  // What applications record themselves has no moment: it is never read.
  expect(await readSources(shop.world.sql)).toMatchObject([crm]);
  await shop.world.sql.query('update connection set paused = true');
  expect(await readSources(shop.world.sql)).toMatchObject([{ ...crm, isScheduled: false }]);
  await shop.world.sql.query('update connection set paused = false');
});

describe('what is known of sources', () => {
  const HOUR = 3_600_000;
  const at = (hour: number) => new Date(Date.UTC(2026, 9, 5, hour));
  const source = (id: number, hour: number | null, isConnected = true) => ({
    id,
    key: `s${id}`,
    through: hour === null ? null : at(hour),
    isScheduled: false,
    isConnected,
  });
  const heard = (...sources: number[]) => ({ last: at(0), sources, watchedSince: at(0) });
  const hear = (sources: number[], all: ReturnType<typeof source>[]) =>
    silentFor(heard(...sources), all, 3 * HOUR, at(5));

  it('goes by the one that was read the longest ago, of those that brought something', () => {
    expect(hear([1, 2], [source(1, 4), source(2, 1), source(3, 0)])).toMatchObject({
      finding: 'NOT_READ',
      source: 's2',
    });
    expect(hear([1], [source(1, 4), source(2, 1)])).toMatchObject({ finding: 'SILENT', source: 's1', through: at(4) });
    expect(hear([1], [source(1, null)])).toMatchObject({ finding: 'NOT_READ', through: new Date(0) });
    expect(hear([], [source(1, 4), source(2, 1)])).toMatchObject({ finding: 'NOT_READ', source: 's2' });
  });

  it('leaves out what was disconnected, unless there is nothing else', () => {
    expect(hear([1, 2], [source(1, 1, false), source(2, 4)])).toMatchObject({ finding: 'SILENT', source: 's2' });
    expect(hear([1, 9], [source(1, 1, false)])).toMatchObject({ finding: 'SILENT', source: null, through: at(5) });
    expect(hear([1], [source(1, 1, false)])).toMatchObject({ finding: 'NOT_READ', source: 's1' });
  });

  it('begins at the length that is allowed', () => {
    expect(silentFor(heard(), [], 5 * HOUR, at(5))).not.toBeNull();
    expect(silentFor(heard(), [], 5 * HOUR + 1, at(5))).toBeNull();
  });
});
