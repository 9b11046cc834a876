// What no file may do: lines without end, bytes that are no text, values that nothing can hold.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Desk, openDesk, stored } from './folder.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const refs = async () => (await stored(desk.world)).map(row => (row as { ref: string }).ref);
const reasons = () =>
  desk
    .rejects()
    .slice(1)
    .map(([line, reason]) => [Number(line), reason]);

it('values out of bounds cost their line, and are named as their column is', async () => {
  const line = (id: string, more: { date?: string; page?: string; email?: string; nps?: string; comment?: string }) =>
    [
      id,
      more.date ?? '2026-03-01T10:00:00Z',
      more.page ?? '',
      more.email ?? '',
      more.nps ?? '9',
      more.comment ?? '',
    ].join(',');
  const text = [
    'id,date,touchpoint,email,nps,text.why',
    line('1', {}),
    line('i'.repeat(256), {}),
    line('2', { date: '0001-01-01T00:00:00Z' }),
    line('3', { date: '9999-01-01T00:00:00Z' }),
    line('4', { page: 'p'.repeat(256) }),
    line('5', { email: `${'e'.repeat(9_000)}@mail.example` }),
    line('6', { nps: '8.6' }),
    line('7', { nps: `1${'0'.repeat(200)}` }),
    line('8', { comment: 'c'.repeat(60_001) }),
    line('9', { comment: 'c'.repeat(60_000) }),
  ];
  expect(await desk.importText(text.join('\n'))).toMatchObject({ read: 10, accepted: 2, rejected: 8 });
  expect(reasons()).toEqual([
    [3, 'id: longer than 255 characters.'],
    [4, 'respondedAt: not a moment from 1900 to ten years ahead.'],
    [5, 'respondedAt: not a moment from 1900 to ten years ahead.'],
    [6, 'touchpoint: longer than 255 characters.'],
    [7, 'The e-mail address is too long.'],
    [8, 'The score 8.6 of "nps" is not a whole number.'],
    [9, expect.stringContaining('outside its scale 0 to 10')],
    [10, 'text.why: longer than 60000 characters.'],
  ]);
  expect(await refs()).toEqual(['api:response/1', 'api:response/9']);
});

it.each(['csv', 'ndjson'])('a line of three million characters of %s is one that is not taken', async format => {
  const row = (id: string, text: string) =>
    format === 'csv'
      ? `${id},2026-03-01T10:00:00Z,9,${text}`
      : JSON.stringify({ id, respondedAt: '2026-03-01T10:00:00Z', 'answer.nps': 9, 'text.why': text });
  const lines = [row('1', 'fine'), row('2', 'y'.repeat(3_000_000)), row('3', 'fine')];
  const text = [...(format === 'csv' ? ['id,date,nps,text.why'] : []), ...lines].join('\n');
  expect(await desk.importText(text, { format })).toMatchObject({ read: 3, accepted: 2, rejected: 1 });
  const [, refused] = desk.rejects();
  expect(refused![1]).toBe('The line has more than 1000000 characters.');
  expect(refused!.join().length).toBeLessThan(2_000);
  expect(await refs()).toEqual(['api:response/1', 'api:response/3']);
});

it.each([
  ['csv', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 8, 0]), /not a text file/],
  ['csv', Buffer.alloc(3_000_000, 120), /no header|No column/],
  ['ndjson', Buffer.alloc(0), /not NDJSON/],
  ['ndjson', Buffer.alloc(3_000_000), /not NDJSON/],
])('a file that is none of %s is refused in words', async (format, bytes, message) => {
  await expect(desk.importText(bytes, { format })).rejects.toThrow(message);
});
