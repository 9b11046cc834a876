// Files of answers: what is found out about their columns, what is taken, what is rejected and where it stood.
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importResponses } from '../../../../src/ingest/imports/import-responses.ts';
import { type Desk, openDesk, stored } from './folder.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const counts = (read: number, accepted: number, unchanged: number, rejected: number) => ({
  read,
  accepted,
  unchanged,
  rejected,
});
const lines = (...texts: string[]) => `${texts.join('\n')}\n`;

describe('columns', () => {
  it('are found by the headers that tools use', async () => {
    const text = lines(
      'Response ID,Date Submitted,E-Mail Address,NPS,How easy was it?,Comment,Browser',
      'r1,2026-03-01T10:00:00+01:00,Ada@Mail.example,9,7,"Quick, and friendly",Firefox',
      'r2,2026-03-02 11:30Z,,0,,,',
    );
    const result = await desk.importText(text);
    expect(result).toMatchObject(counts(2, 2, 0, 0));
    expect(Object.fromEntries(result.mapping)).toEqual({
      id: 'Response ID',
      respondedAt: 'Date Submitted',
      'customer.email': 'E-Mail Address',
      'answer.nps': 'NPS',
      'answer.ease': 'How easy was it?',
      'text.why': 'Comment',
    });
    expect(await stored(desk.world)).toMatchObject([
      {
        ref: 'api:response/r1',
        survey: 'support',
        responded_at: new Date('2026-03-01T09:00:00Z'),
        email: 'ada@mail.example',
        answers: [
          { question: 'ease', score: 7 },
          { question: 'nps', score: 9 },
          { question: 'why', score: null, text: 'Quick, and friendly', sentiment: expect.any(Number) },
        ],
      },
      { ref: 'api:response/r2', responded_at: new Date('2026-03-02T11:30:00Z'), email: null, channel: 'OTHER' },
    ]);
  });

  it('may be named, unnamed and given per survey', async () => {
    const text = lines(
      'which;when;shop user;grade;id;via;spot',
      'support;2026-03-01T10:00;u1;9;x;in-app;checkout',
      ';2026-03-29T02:30;u2;8,0;x;;',
    );
    const result = await desk.importText(text, {
      timeZone: 'Europe/Berlin',
      map: [
        'survey=which',
        'respondedAt=when',
        'customer.external.shop.user=shop user',
        'answer.nps=grade',
        'id=',
        'channel=via',
        'touchpoint=spot',
      ],
    });
    expect(result).toMatchObject(counts(2, 2, 0, 0));
    // The clocks skip half past two on that day.
    const when = [new Date('2026-03-01T09:00:00Z'), new Date('2026-03-29T01:30:00Z')];
    const rows = (await stored(desk.world)) as {
      responded_at: Date;
      ref: string;
      channel: string;
      touchpoint: string;
    }[];
    expect(rows.map(row => row.responded_at).sort((a, b) => +a - +b)).toEqual(when);
    expect(rows.map(row => [row.channel, row.touchpoint])).toContainEqual(['IN_APP', 'checkout']);
    for (const { ref } of rows) expect(ref).toMatch(/^api:response\/line-[0-9a-f]{32}$/);
    const people = await desk.world.sql.query(`select value from identifier where kind = 'EXTERNAL_ID' order by value`);
    expect(people.map(row => row.value)).toEqual(expect.arrayContaining(['shop:user/u1', 'shop:user/u2']));
  });

  it('without a name, or with the same name twice, keep their places', async () => {
    const text = lines(',id,,date,nps,nps,,Why?', 'a,1,b,2026-03-01T10:00:00Z,3,9,c,Great');
    const result = await desk.importText(text, { map: ['answer.ease=nps', 'answer.nps=nps (2)'] });
    expect(result).toMatchObject(counts(1, 1, 0, 0));
    expect(await stored(desk.world)).toMatchObject([
      {
        answers: [
          { question: 'ease', score: 3 },
          { question: 'nps', score: 9 },
          { question: 'why', text: 'Great' },
        ],
      },
    ]);
  });

  const day = '2026-03-01T10:00:00Z';
  it.each([
    [
      'a survey that is not there',
      lines('id,date,nps', `1,${day},9`),
      { survey: 'none' },
      /no survey "none".*saveSurvey.*support/s,
    ],
    [
      'one that only a later line names',
      lines('id,survey,date,nps', `1,support,${day},9`, `2,lost,${day},9`),
      {},
      /no survey "lost"/,
    ],
    ['no survey', lines('id,date,nps', `1,${day},9`), { survey: undefined }, /--survey KEY/],
    [
      'a question that is not there',
      lines('id,date,nps,x', `1,${day},9,1`),
      { map: ['answer.speed=x'] },
      /no question "speed".*nps, ease, why/,
    ],
    [
      'a field that is not there',
      lines('id,date,nps', `1,${day},9`),
      { map: ['score=nps'] },
      /"score" is no field.*answer\.QUESTION/,
    ],
    [
      'a column that is not there',
      lines('id,date,nps', `1,${day},9`),
      { map: ['answer.nps=NPS'] },
      /no column "NPS".*id, date, nps/,
    ],
    ['no form', lines('id,date,nps', `1,${day},9`), { map: ['nps'] }, /field=Header/],
    ['twice the same field', lines('id,date,nps', `1,${day},9`), { map: ['id=id', 'id=nps'] }, /mapped twice/],
    ['no date', lines('id,nps', '1,9'), {}, /respondedAt=Header/],
    ['no answer', lines('id,date,stars', `1,${day},9`), {}, /No column is an answer.*nps, ease, why/],
    ['a date without offset', lines('id,date,nps', '1,2026-03-01,9'), {}, /Line 2.*--time-zone/],
    [
      'a zone that is not there',
      lines('id,date,nps', `1,${day},9`),
      { timeZone: 'Mars/Olympus' },
      /no time zone "Mars/,
    ],
    ['an empty file', '', {}, /no header/],
    ['UTF-16', Buffer.from('\ufeffid,date,nps\n', 'utf16le'), {}, /UTF-8/],
    ['a format that is not there', lines('id'), { format: 'xlsx' }, /--format csv or --format ndjson/],
  ])('%s is told before anything is written', async (_name, text, options, message) => {
    await expect(desk.importText(text as string, options)).rejects.toThrow(message);
    expect(await stored(desk.world)).toEqual([]);
    expect(desk.rejects()).toEqual([]);
  });
});

describe('lines', () => {
  it('of every bad sort go to the rejects with their number, and the good ones are taken', async () => {
    const good = (id: string) => `${id},2026-03-01T10:00:00Z,a@mail.example,9,fine`;
    const text = [
      '\ufeffid,date,email,nps,comment',
      good('1'),
      'short,2026-03-01T10:00:00Z,a@mail.example,9',
      '"long, with comma",2026-03-01T10:00:00Z,a@mail.example,9,"two\r\nlines",more',
      good('2'),
      '',
      'date,yesterday,a@mail.example,9,',
      'day,2026-02-30T10:00:00Z,a@mail.example,9,',
      'number,2026-03-01T10:00:00Z,a@mail.example,nine,',
      'scale,2026-03-01T10:00:00Z,a@mail.example,11,',
      'nothing,2026-03-01T10:00:00Z,a@mail.example,,',
      'who,2026-03-01T10:00:00Z,nobody,9,=cmd|calc',
      ',2026-03-01T10:00:00Z,a@mail.example,9,',
      'stray,2026-03-01T10:00:00Z,a@mail.example,9,qu"ote',
      'after,2026-03-01T10:00:00Z,a@mail.example,9,"quote"d',
      good('3'),
      `${'x'.repeat(3000)},2026-03-01T10:00:00Z,a@mail.example,9,`,
      'hour,2026-03-01T25:00:00Z,a@mail.example,9,',
      'open,2026-03-01T10:00:00Z,a@mail.example,9,"never closed',
      good('4'),
      '5,2026-03-01T10:00:00Z,+49 30 1234567,9,"quoted, and fine"',
      good('6'),
    ].join('\r\n');
    expect(await desk.importText(text)).toMatchObject(counts(20, 5, 0, 15));
    const [header, ...rows] = desk.rejects();
    expect(header).toEqual(['rejected line', 'rejected because', 'id', 'date', 'email', 'nps', 'comment']);
    expect(rows.map(([line, reason]) => [Number(line), reason])).toEqual([
      [3, 'It has 4 columns, the header has 5.'],
      [4, 'It has 6 columns, the header has 5.'],
      [8, expect.stringMatching(/^respondedAt: "yesterday" is not a date/)],
      [9, expect.stringMatching(/no such day/)],
      [10, 'answer.nps: "nine" is not a number.'],
      [11, expect.stringMatching(/outside its scale 0 to 10/)],
      [12, 'A response has at least one answer.'],
      [13, '"nobody" is not an e-mail address.'],
      [14, expect.stringMatching(/^id must not be empty/)],
      [15, expect.stringMatching(/quote/)],
      [16, expect.stringMatching(/quote/)],
      [18, 'id: longer than 255 characters.'],
      [19, expect.stringMatching(/no such day or hour/)],
      [20, 'A quote is opened and never closed.'],
      [22, '"+49 30 1234567" is not an e-mail address.'],
    ]);
    expect(rows[1]!.slice(2)).toEqual([
      'long, with comma',
      '2026-03-01T10:00:00Z',
      'a@mail.example',
      '9',
      'two\r\nlines',
      'more',
    ]);
    expect(rows.find(row => row[0] === '13')!.at(-1)).toBe("'=cmd|calc");
    expect(rows.at(-1)!.slice(2)).toEqual(['5', '2026-03-01T10:00:00Z', '+49 30 1234567', '9', 'quoted, and fine']);
    const ids = (await stored(desk.world)).map(row => (row as { ref: string }).ref.replace('api:response/', ''));
    expect(ids).toEqual(['1', '2', '3', '4', '6']);
  });

  it('with the same id: equal ones count once, of different ones the later holds', async () => {
    const row = (id: string, nps: number) => `${id},2026-03-01T10:00:00Z,${nps}`;
    const text = lines(
      'id,date,nps',
      row('1', 9),
      row('1', 9),
      row('2', 1),
      row('2', 2),
      row('3', 99),
      row('3', 99),
      row('2', 3),
    );
    expect(await desk.importText(text)).toMatchObject(counts(7, 4, 1, 2));
    expect(desk.rejects().map(([line]) => line)).toEqual(['rejected line', '6', '7']);
    expect(await stored(desk.world)).toMatchObject([{ answers: [{ score: 9 }] }, { answers: [{ score: 3 }] }]);
  });

  it('that were mended go in from the rejects as they would have before', async () => {
    const text = lines(
      'id,date,nps,comment',
      '1,2026-03-01T10:00:00Z,9,Fine',
      '2,2026-03-01T10:00:00Z,99,"Good, quick"',
    );
    const { rejectsFile } = await desk.importText(text);
    const mended = readFileSync(rejectsFile, 'utf8').replace(',99,', ',10,');
    expect(await desk.importText(mended)).toMatchObject(counts(1, 1, 0, 0));
    expect(await stored(desk.world)).toMatchObject([
      { ref: 'api:response/1' },
      { ref: 'api:response/2', answers: [{ score: 10 }, { text: 'Good, quick' }] },
    ]);
  });

  it('are taken to the end of a batch when somebody stops it, and go on from there', async () => {
    const file = desk.path('many.csv');
    const rows = Array.from({ length: 3_500 }, (_, i) => `${i},2026-03-01T10:00:00Z,${i % 11}`);
    writeFileSync(file, lines('id,date,nps', ...rows));
    const stop = new AbortController();
    const seen: number[] = [];
    const onProgress = ({ read }: { read: number }, bytes: number, total: number) => {
      seen.push(read);
      expect(bytes).toBeLessThanOrEqual(total);
      if (read === 2_000) stop.abort();
    };
    const options = { file, survey: 'support' };
    const first = await importResponses(desk.world.ctx, options, { onProgress, signal: stop.signal });
    expect(first).toMatchObject({ ...counts(2_000, 2_000, 0, 0), complete: false });
    expect(seen).toEqual([1_000, 2_000]);
    expect(await importResponses(desk.world.ctx, options)).toMatchObject({
      ...counts(3_500, 1_500, 2_000, 0),
      complete: true,
    });
  });

  it('are kept by no trial run, which rejects the same', async () => {
    const text = lines('id,date,email,nps', '1,2026-03-01T10:00:00Z,new@mail.example,9', '2,2026-03-01T10:00:00Z,,99');
    expect(await desk.importText(text, { dryRun: true })).toMatchObject(counts(2, 1, 0, 1));
    expect(desk.rejects()).toHaveLength(2);
    expect(await stored(desk.world)).toEqual([]);
    expect(await desk.world.sql.query('select from customer')).toEqual([]);
    expect(await desk.world.sql.query('select from source_record')).toEqual([]);
    expect(await desk.importText(text)).toMatchObject(counts(2, 1, 0, 1));
  });

  it('of NDJSON are flat, nested or as the mutation takes them', async () => {
    const text = [
      '{"id":"1","date":"2026-03-01T10:00:00Z","email":"a@mail.example","answer.nps":9}',
      '{"id":2,"respondedAt":"2026-03-01T10:00:00Z","customer":{"external":{"source":"shop","object":"user","id":"7"}},"answers":[{"question":"why","text":"Great\\u0000"},{"question":"ease","score":7}]}',
      '',
      '[1]',
      '{"id":"3"',
      '{"id":"4","date":"2026-03-01T10:00:00Z","answers":[{"question":"nps","score":"many"}]}',
    ].join('\n');
    const options = { format: 'ndjson', map: ['respondedAt=date'] };
    expect(await desk.importText(text, options)).toMatchObject(counts(5, 1, 0, 4));
    expect(desk.rejects().map(([line]) => line)).toEqual(['rejected line', '2', '4', '5', '6']);
    const named = text.replaceAll('"date"', '"respondedAt"');
    expect(await desk.importText(named, { format: 'ndjson' })).toMatchObject(counts(5, 1, 1, 3));
    expect(await stored(desk.world)).toMatchObject([
      { email: 'a@mail.example', answers: [{ question: 'nps', score: 9 }] },
      {
        answers: [
          { question: 'ease', score: 7 },
          { question: 'why', text: 'Great', sentiment: expect.any(Number) },
        ],
      },
    ]);
  });
});
