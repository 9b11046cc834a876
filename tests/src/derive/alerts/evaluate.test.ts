// Alerts open, stay and close as the figures of real answers move.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../../../src/base/log.ts';
import { evaluateAlerts } from '../../../../src/derive/alerts/evaluate.ts';
import { saveAlertRule } from '../../../../src/derive/alerts/save.ts';
import { saveIndex } from '../../../../src/derive/metrics/index/save.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { type AlertWorld, createAlertWorld } from './world.ts';

let shop: AlertWorld;
beforeAll(async () => {
  shop = await createAlertWorld();
});
afterAll(() => shop.close());
beforeEach(() => shop.empty());

describe('below', () => {
  it('opens within the bucket, stays, and closes when it holds no more', async () => {
    await shop.answer('2026-09-10', 80, 20);
    await shop.answer('2026-10-05', 41, 26);
    await shop.rule({ when: { below: 70 } });
    await shop.evaluate('2026-10-20T12:00:00Z');
    expect(await shop.alerts()).toMatchObject([
      {
        start: '2026-10-01',
        finding: 'BELOW',
        isOpen: true,
        value: { metric: 'CSAT', n: 67, reliable: true, suppressed: false },
        message: 'CSAT fell to 61.2 % (n 67) in October 2026 so far, below 70 %.',
      },
    ]);
    await shop.answer('2026-10-06', 5, 4);
    await shop.evaluate('2026-10-21T12:00:00Z');
    // As it was when it opened.
    expect(await shop.alerts()).toMatchObject([{ isOpen: true, value: { n: 67 } }]);
    await shop.answer('2026-10-21', 60, 0);
    await shop.evaluate('2026-10-22T12:00:00Z');
    expect(await shop.open()).toEqual([]);
    const [row] = await shop.world.sql.query<{ at: Date }>('select closed_at as at from alert');
    expect(row!.at).toEqual(new Date('2026-10-22T12:00:00Z'));
  });

  it('looks at the last whole bucket until the next can be relied on', async () => {
    await shop.answer('2026-10-05', 20, 20);
    await shop.rule({ when: { below: 70 } });
    await shop.evaluate('2026-11-01T00:00:00Z');
    expect(await shop.alerts()).toMatchObject([
      { start: '2026-10-01', isOpen: true, message: 'CSAT is 50 % (n 40) in October 2026, below 70 %.' },
    ]);
    await shop.answer('2026-11-02', 0, 29);
    await shop.evaluate('2026-11-03T00:00:00Z');
    expect(await shop.open()).toEqual(['BELOW 2026-10-01']);
    await shop.answer('2026-11-03', 29, 0);
    await shop.evaluate('2026-11-04T00:00:00Z');
    expect((await shop.alerts()).map(({ start, isOpen }) => [start, isOpen])).toEqual([
      ['2026-10-01', false],
      ['2026-11-01', true],
    ]);
    await shop.evaluate('2027-03-01T00:00:00Z');
    expect(await shop.open()).toEqual([]);
  });

  it('is one alert a bucket, however often it comes true', async () => {
    await shop.answer('2026-10-05', 20, 20);
    await shop.rule({ when: { below: 55 } });
    await shop.evaluate('2026-10-06T00:00:00Z');
    await shop.answer('2026-10-06', 20, 0);
    await shop.evaluate('2026-10-07T00:00:00Z');
    expect(await shop.open()).toEqual([]);
    await shop.answer('2026-10-07', 0, 40);
    await shop.evaluate('2026-10-08T00:00:00Z');
    expect(await shop.alerts()).toMatchObject([{ isOpen: true, value: { value: 50 } }]);
  });
});

describe('other conditions', () => {
  it('above opens and closes', async () => {
    await shop.answer('2026-10-05', 39, 1);
    await shop.rule({ when: { above: 95 } });
    await shop.evaluate('2026-10-06T00:00:00Z');
    expect((await shop.alerts())[0]?.message).toBe('CSAT is 97.5 % (n 40) in October 2026 so far, above 95 %.');
    await shop.answer('2026-10-06', 0, 10);
    await shop.evaluate('2026-10-07T00:00:00Z');
    expect(await shop.open()).toEqual([]);
  });

  it('dropsBy compares with the bucket before', async () => {
    await shop.answer('2026-09-05', 90, 10);
    await shop.answer('2026-10-05', 85, 15);
    await shop.rule({ when: { dropsBy: 5 } });
    await shop.evaluate('2026-10-06T00:00:00Z');
    expect((await shop.alerts()).map(({ message }) => message)).toEqual([
      'CSAT fell by 5 percentage points to 85 % (n 100) in October 2026 so far, from 90 % (n 100) in September 2026.',
    ]);
    await shop.answer('2026-09-06', 0, 1);
    await shop.evaluate('2026-10-07T00:00:00Z');
    expect(await shop.open()).toEqual([]);
  });

  it('significantChange says the direction, and a change of it is another alert', async () => {
    await shop.answer('2026-09-05', 50, 50);
    await shop.answer('2026-10-05', 30, 70);
    await shop.rule({ when: { significantChange: true } });
    await shop.evaluate('2026-10-06T00:00:00Z');
    // Two proportions, 50 and 30 of 100: p = 0.004 by a test that is made once, which is not enough for one made every hour.
    expect(await shop.open()).toEqual([]);
    await shop.answer('2026-10-06', 0, 20);
    await shop.evaluate('2026-10-07T00:00:00Z');
    expect((await shop.alerts())[0]?.message).toMatch(
      /^CSAT fell significantly to 25 % \(n 120\) in October 2026 so far, from 50 % \(n 100\) in September 2026 \(p = 0\.0[0-4]\d at any look, level 0\.05\)\.$/,
    );
    await shop.answer('2026-10-07', 400, 0);
    await shop.evaluate('2026-10-08T00:00:00Z');
    expect((await shop.alerts()).map(({ finding, isOpen }) => [finding, isOpen])).toEqual([
      ['FELL', false],
      ['ROSE', true],
    ]);
    await shop.answer('2026-10-08', 0, 360);
    await shop.evaluate('2026-10-09T00:00:00Z');
    expect(await shop.open()).toEqual([]);
  });

  it('significantChange has one more test when the bucket is over, and it is seen however fast the next one fills', async () => {
    await shop.answer('2026-09-05', 50, 50);
    await shop.answer('2026-10-05', 33, 67);
    await shop.rule({ when: { significantChange: true } });
    await shop.evaluate('2026-10-31T23:00:00Z');
    expect(await shop.open()).toEqual([]);
    await shop.answer('2026-11-01', 40, 40);
    await shop.evaluate('2026-11-01T10:00:00Z');
    // p = 0.015 by a two-proportion test, twice that because half of the level went to the looks before.
    expect((await shop.alerts())[0]?.message).toMatch(
      /^CSAT fell significantly to 33 % \(n 100\) in October 2026, from 50 % \(n 100\) in September 2026 \(p = 0\.03\d, level 0\.05\)\.$/,
    );
    await shop.evaluate('2026-11-02T00:00:00Z');
    expect(await shop.open()).toEqual([]);
  });

  it('with a level a limit must be passed surely', async () => {
    await shop.answer('2026-10-05', 24, 16);
    await shop.rule({ when: { below: 70 }, level: 0.05 });
    await shop.evaluate('2026-10-06T00:00:00Z');
    expect(await shop.alerts()).toEqual([]);
    await shop.answer('2026-10-06', 20, 30);
    await shop.evaluate('2026-10-07T00:00:00Z');
    expect((await shop.alerts())[0]?.message).toMatch(
      /^CSAT is 48\.9 % \(n 90\) in October 2026 so far, surely below 70 % \(p = 0\.0\d\d at any look, level 0\.05\)\.$/,
    );
  });

  it('watches what the filter lets through', async () => {
    await shop.answer('2026-10-05', 40, 0, 'EMAIL');
    await shop.answer('2026-10-05', 0, 40, 'PHONE');
    await shop.rule({ when: { below: 40 }, where: { channel: ['PHONE'], country: null } });
    await shop.evaluate('2026-10-06T00:00:00Z');
    expect((await shop.alerts())[0]?.message).toBe(
      'CSAT (channel PHONE) is 0 % (n 40) in October 2026 so far, below 40 %.',
    );
  });
});

describe('nothing to rely on', () => {
  it('opens no alert without data, with too little, or for too few people', async () => {
    await shop.rule({ when: { below: 70 } });
    await shop.rule({ key: 'change', when: { significantChange: true } });
    await shop.evaluate('2026-10-06T00:00:00Z');
    await shop.answer('2026-10-05', 0, 29);
    await shop.evaluate('2026-10-07T00:00:00Z');
    expect(await shop.alerts()).toEqual([]);
    const strict = { ...shop.ctx(), reporting: { minReport: 1000, minReliable: 1 } };
    await evaluateAlerts(strict);
    expect(await shop.alerts()).toEqual([]);
    await shop.answer('2026-10-05', 0, 1);
    await shop.evaluate('2026-10-08T00:00:00Z');
    // September has nothing to compare with.
    expect((await shop.alerts()).map(({ rule }) => rule)).toEqual(['low']);
  });

  it('evaluates what grows with time by whole buckets', async () => {
    await shop.open40Cases('2026-09-03');
    await shop.open40Cases('2026-10-03');
    await shop.rule({ key: 'few', metric: 'CASE_VOLUME', when: { below: 1000 } });
    await shop.evaluate('2026-10-31T23:59:59Z');
    expect((await shop.alerts()).map(({ message }) => message)).toEqual([
      'Case volume is 40 (n 40) in September 2026, below 1,000.',
    ]);
    await shop.evaluate('2026-11-01T00:00:00Z');
    expect(await shop.open()).toEqual(['BELOW 2026-10-01']);
  });

  it('sets no volume beside a bucket that the data begin in', async () => {
    await shop.open40Cases('2026-08-20');
    for (const _ of [1, 2, 3]) await shop.open40Cases('2026-09-03');
    await shop.rule({ key: 'volume', metric: 'CASE_VOLUME', when: { significantChange: true } });
    await shop.evaluate('2026-10-01T00:00:00Z');
    expect(await shop.open()).toEqual([]);
    await shop.open40Cases('2026-07-31');
    await shop.evaluate('2026-10-02T00:00:00Z');
    expect((await shop.alerts()).map(({ message }) => message)).toEqual([
      'Case volume rose significantly to 120 (n 120) in September 2026, from 40 (n 40) in August 2026 (p < 0.001, level 0.05).',
    ]);
  });

  it('tests no volume before its source was read past the end of the bucket', async () => {
    for (const day of ['2026-06-30', '2026-07-31']) await shop.open40Cases(day);
    for (const _ of [1, 2, 3]) await shop.open40Cases('2026-08-20');
    await shop.open40Cases('2026-09-03');
    await shop.synced('shop', '2026-09-30T23:00:00Z', 'PT1H');
    await shop.rule({ key: 'volume', metric: 'CASE_VOLUME', when: { significantChange: true } });
    await shop.evaluate('2026-10-01T09:00:00Z');
    // It still looks at August.
    expect(await shop.open()).toEqual(['ROSE 2026-08-01']);
    const problem = async () =>
      (await shop.world.sql.query<{ problem: string }>('select problem from alert_rule'))[0]!.problem;
    expect(await problem()).toBeNull();
    await shop.evaluate('2026-10-02T00:00:00Z');
    expect(await problem()).toBe(
      '"shop" has not been read since 30 September 2026, 23:00 UTC: until it is, earlier buckets are looked at, which are known as a whole.',
    );
    await shop.synced('shop', '2026-10-02T09:30:00Z', 'PT1H');
    await shop.evaluate('2026-10-02T10:00:00Z');
    expect(await shop.open()).toEqual(['FELL 2026-09-01']);
    expect(await problem()).toBeNull();
  });

  it('watches an index, as soon as its parts allow', async () => {
    await shop.answer('2026-10-05', 10, 40);
    const components = [{ metric: 'CSAT', weight: 1 }] as const;
    await saveIndex(shop.ctx(), { key: 'simple', name: 'Simple index', components });
    await shop.rule({ key: 'simple', metric: null, index: 'simple', when: { below: 50 } });
    // It has a component that needs whole months, and September has no answers.
    await shop.rule({ key: 'default', metric: null, index: 'default', when: { below: 50 } });
    await shop.evaluate('2026-10-08T00:00:00Z');
    expect(await shop.alerts()).toMatchObject([
      {
        rule: 'simple',
        value: { value: 20, coverage: 1 },
        message: 'Simple index is 20 (n 50) in October 2026 so far, below 50.',
      },
    ]);
  });
});

describe('rules', () => {
  it('that are wrong do not stop the others, and say why', async () => {
    await shop.answer('2026-10-05', 20, 20);
    await shop.rule({ key: 'a-gone', when: { below: 70 }, where: { survey: 'support' } });
    await shop.rule({ key: 'b-fine', when: { below: 70 } });
    await shop.world.sql.query(`update alert_rule set filter = '{"survey":"deleted"}' where key = 'a-gone'`);
    const logged: string[] = [];
    const log = createLog('warn', { write: line => void logged.push(line) });
    await refresh(shop.world.sql);
    for (const _ of [1, 2]) expect(await evaluateAlerts({ ...shop.ctx(), log })).toMatchObject({ rules: 2, failed: 1 });
    expect((await shop.alerts()).map(({ rule }) => rule)).toEqual(['b-fine']);
    // Once, not after every refresh.
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('a-gone');
    const rows = await shop.world.sql.query('select key, problem from alert_rule order by key');
    expect(rows).toEqual([
      { key: 'a-gone', problem: expect.stringContaining('There is no survey "deleted"') },
      { key: 'b-fine', problem: null },
    ]);
  });

  it('that change close what they had opened; the same again changes nothing', async () => {
    await shop.answer('2026-10-05', 20, 20);
    await shop.rule({ when: { below: 70 } });
    await shop.evaluate('2026-10-06T00:00:00Z');
    await shop.rule({ when: { below: 70 }, name: 'Another name' });
    expect(await shop.open()).toEqual(['BELOW 2026-10-01']);
    await shop.evaluate('2026-10-07T00:00:00Z');
    await shop.rule({ when: { below: 60 } });
    expect(await shop.open()).toEqual([]);
    await shop.evaluate('2026-10-08T00:00:00Z');
    expect((await shop.alerts()).map(({ message }) => message.split(', ')[1])).toEqual(['below 70 %.', 'below 60 %.']);
    expect(await shop.open()).toHaveLength(1);
  });

  it('are evaluated by several programs at once without doubles', async () => {
    await shop.answer('2026-10-05', 20, 20);
    await shop.rule({ when: { below: 70 } });
    await refresh(shop.world.sql);
    await Promise.all(Array.from({ length: 5 }, () => evaluateAlerts(shop.ctx())));
    expect(await shop.alerts()).toHaveLength(1);
  });

  it.each([
    ['a bad key', { key: 'Not a key', when: { below: 70 } }, 'key', 'small letters'],
    ['no name', { name: ' ', when: { below: 70 } }, 'name', 'Give the rule a name'],
    ['nothing to watch', { metric: null, when: { below: 70 } }, 'metric', 'either "metric" or "index"'],
    ['two things to watch', { index: 'default', when: { below: 70 } }, 'metric', 'either "metric" or "index"'],
    ['no condition', { when: {} }, 'when', 'exactly one'],
    ['two conditions', { when: { below: 1, above: 2 } }, 'when', 'exactly one'],
    ['a limit off the scale', { when: { below: 101 } }, 'when.below', 'CSAT goes from 0 to 100'],
    ['a limit that is always passed', { when: { above: -1 } }, 'when.above', 'always be the same'],
    ['a level that is none', { when: { below: 70 }, level: 1 }, 'level', 'a share from'],
    ['a level of silence', { every: null, when: { silence: 'P1D' }, level: 0.05 }, 'level', 'is no test'],
    ['buckets of silence', { when: { silence: 'P1D' } }, 'every', 'has no buckets'],
    ['no buckets', { every: null, when: { below: 70 } }, 'every', 'which buckets'],
    ['a silence too short', { every: null, when: { silence: 'PT1M' } }, 'when.silence', 'an hour to 90 days'],
    ['a silence of a month', { every: null, when: { silence: 'P1M' } }, 'when.silence', 'not a duration'],
    [
      'the silence of an index',
      { every: null, metric: null, index: 'default', when: { silence: 'P1D' } },
      'when.silence',
      'several metrics',
    ],
    [
      'the silence of customers',
      { every: null, metric: 'CUSTOMER_COUNT', when: { silence: 'P1D' } },
      'when.silence',
      'counts customers',
    ],
    ['three dimensions', { by: ['CHANNEL', 'SURVEY', 'COUNTRY'], when: { below: 70 } }, 'by', '2 dimensions'],
    ['a dimension twice', { by: ['CHANNEL', 'CHANNEL'], when: { below: 70 } }, 'by', 'twice'],
    [
      'an unknown survey of silence',
      { every: null, where: { survey: 'x' }, when: { silence: 'P1D' } },
      'where.survey',
      'no survey',
    ],
    ['a dimension it does not have', { by: ['CURRENCY'], when: { below: 70 } }, 'by', 'no CURRENCY'],
    [
      'a dimension twice of silence',
      { every: null, by: ['CHANNEL', 'CHANNEL'], when: { silence: 'P1D' } },
      'by',
      'twice',
    ],
    [
      'a dimension that silence does not have',
      { every: null, by: ['CURRENCY'], when: { silence: 'P1D' } },
      'by',
      'no CURRENCY',
    ],
    ['a drop of nothing', { when: { dropsBy: 0 } }, 'when.dropsBy', 'above 0'],
    ['no change', { when: { significantChange: false } }, 'when.significantChange', 'only be true'],
    ['an unknown survey', { when: { below: 70 }, where: { survey: 'nope' } }, 'where.survey', 'no survey "nope"'],
    ['an account that is no id', { when: { below: 70 }, where: { account: '7' } }, 'where.account', 'account_1'],
    [
      'a filter that it cannot have',
      { when: { below: 70 }, where: { currency: 'EUR' } },
      'where.currency',
      'no currency',
    ],
  ])('are refused with %s', async (_what, input, field, words) => {
    const saved = shop.rule(input as Parameters<AlertWorld['rule']>[0]);
    await expect(saved).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field } });
    await expect(saved).rejects.toThrow(words);
    expect(await shop.world.sql.query('select key from alert_rule')).toEqual([]);
  });

  it('are refused on an index that does not exist', async () => {
    const input = { key: 'i', name: 'I', index: 'nope', every: 'MONTH', when: { below: 50 } } as const;
    await expect(saveAlertRule(shop.ctx(), input)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
