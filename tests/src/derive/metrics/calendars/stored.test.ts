// Business calendars over HTTP: saved by key, listed, deleted, and what is refused.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deleteCalendar, saveCalendar } from '../../../../../src/derive/metrics/calendars/stored.ts';
import { createMemoryJobs } from '../../../../support/memory-jobs.ts';
import { insert } from '../../../../support/rows.ts';
import { startTestServer, type TestServer } from '../../../../support/serve.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  await server.world.sql.query('truncate business_calendar');
});
afterAll(() => server.close());

const FIELDS = 'key timeZone weekStart fiscalYearStart hours { days from to } holidays';
const SAVE = `mutation ($input: SaveCalendarInput!) { saveCalendar(input: $input) { ${FIELDS} } }`;
const week = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'];
const berlin = {
  key: 'default',
  timeZone: 'Europe/Berlin',
  weekStart: 'SUNDAY',
  fiscalYearStart: 4,
  hours: [
    { days: week, from: '09:00', to: '12:30' },
    { days: [...week, 'SATURDAY'], from: '13:00', to: '24:00' },
  ],
  holidays: ['2026-12-25', '2026-01-01', '2026-12-25'],
};
const saved = { ...berlin, holidays: ['2026-01-01', '2026-12-25'] };

const listed = async () => (await server.ask(`{ calendars { ${FIELDS} } }`)).data;

it('saves by key, lists and deletes', async () => {
  expect(await listed()).toEqual({ calendars: [] });
  expect((await server.ask(SAVE, { input: berlin })).data).toEqual({ saveCalendar: saved });
  const plain = { key: 'apia', timeZone: 'pacific/apia' };
  const filled = {
    key: 'apia',
    timeZone: 'Pacific/Apia',
    weekStart: 'MONDAY',
    fiscalYearStart: 1,
    hours: [],
    holidays: [],
  };
  expect((await server.ask(SAVE, { input: plain })).data).toEqual({ saveCalendar: filled });
  expect(await listed()).toEqual({ calendars: [filled, saved] });
  expect((await server.ask(SAVE, { input: { ...berlin, fiscalYearStart: 7 } })).data).toEqual({
    saveCalendar: { ...saved, fiscalYearStart: 7 },
  });
  const remove = 'mutation { deleteCalendar(key: "default") }';
  expect((await server.ask(remove)).data).toEqual({ deleteCalendar: 'default' });
  expect(await listed()).toEqual({ calendars: [filled] });
  expect((await server.ask(remove)).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
});

it('keeps a calendar that a target goes by', async () => {
  const { sql } = server.world;
  await server.ask(SAVE, { input: berlin });
  const during = { previous: 'QUARTER', calendar: 'default' };
  const target = { key: 'nps', metric: 'NPS', compared: 'VALUE', value: 30, higher_is_better: true, during };
  await insert(sql, 'target', target);
  const { errors } = await server.ask('mutation { deleteCalendar(key: "default") }');
  expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
  expect(errors![0]!.message).toContain('target "nps"');
  await sql.query('delete from target');
});

it('asks for a refresh where durations are counted by it', async () => {
  // A queue of its own: whoever asked it just before needs not ask again.
  const jobs = createMemoryJobs();
  const ctx = { ...server.world.fork(), jobs };
  const other = { key: 'other', timeZone: 'Europe/Berlin' };
  await saveCalendar(ctx, other);
  await deleteCalendar(ctx, 'other');
  expect(jobs.added).toEqual([]);
  await saveCalendar(ctx, { ...other, key: 'default' });
  expect(jobs.added).toMatchObject([{ name: 'refresh-marks' }]);
});

const hours = (...given: object[]) => ({
  hours: given.map(one => ({ days: ['MONDAY'], from: '09:00', to: '18:00', ...one })),
});

describe('refuses', () => {
  it.each([
    ['a key that is none', { key: 'No' }, 'key', /small letters/],
    ['a zone that is none', { timeZone: 'Berlin' }, 'timeZone', /no time zone "Berlin"/],
    ['an offset', { timeZone: '+02:00' }, 'timeZone', /IANA/],
    ['month 13', { fiscalYearStart: 13 }, 'fiscalYearStart', /1 to 12, not 13/],
    ['a time of day that is none', hours({ from: '9:00' }), 'hours[0].from', /"9:00" is no time of day/],
    ['opening at 24:00', hours({ from: '24:00' }), 'hours[0].from', /00:00 to 23:59/],
    ['closing at 24:01', hours({ to: '24:01' }), 'hours[0].to', /up to|to 24:00/],
    [
      'hours after midnight',
      hours({ from: '22:00', to: '06:00' }),
      'hours[0].to',
      /two: 22:00 to 24:00, and 00:00 to 06:00/,
    ],
    ['hours without length', hours({ from: '09:00', to: '09:00' }), 'hours[0].to', /opens at 09:00/],
    ['no days', hours({ days: [] }), 'hours[0].days', /which days/],
    ['a day twice', hours({ days: ['MONDAY', 'MONDAY'] }), 'hours[0].days', /twice/],
    [
      'hours that overlap',
      hours({ to: '12:00' }, { days: ['TUESDAY'] }, { days: ['SUNDAY', 'MONDAY'], from: '11:59' }),
      'hours[2]',
      /On MONDAY .* hours\[0\]: 09:00 to 12:00/,
    ],
    ['too many hours', hours(...Array.from({ length: 22 }, () => ({}))), 'hours', /at most 21 .* 22/],
    [
      'too many holidays',
      { holidays: Array.from({ length: 501 }, () => '2026-01-01') },
      'holidays',
      /at most 500 .* 501/,
    ],
  ])('%s', async (_, wrong, field, words) => {
    const { errors } = await server.ask(SAVE, { input: { ...berlin, ...wrong } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
    expect(errors![0]!.message).toMatch(words);
    expect(await listed()).toEqual({ calendars: [] });
  });

  it('hours that follow one another are none that overlap', async () => {
    const given = hours({ to: '12:00' }, { from: '12:00' });
    expect((await server.ask(SAVE, { input: { ...berlin, ...given } })).data).toMatchObject({ saveCalendar: given });
  });

  it('the 51st, but not another version of one of the 50', async () => {
    await server.world.sql.query(
      `insert into business_calendar (key, time_zone, week_start, fiscal_year_start, hours, holidays)
       select 'c' || n, 'UTC', 'MONDAY', 1, '[]', '[]' from generate_series(1, 50) n`,
    );
    const { errors } = await server.ask(SAVE, { input: berlin });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'key' } }]);
    expect((await server.ask(SAVE, { input: { ...berlin, key: 'c7' } })).data).toEqual({
      saveCalendar: { ...saved, key: 'c7' },
    });
  });
});
