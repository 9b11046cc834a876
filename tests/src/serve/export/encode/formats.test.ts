// What the encoders write, read back by readers that know nothing of them.
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { Column, ColumnType } from '../../../../../src/serve/export/column.ts';
import { FORMATS, formatOf } from '../../../../../src/serve/export/formats.ts';

const TYPES: readonly ColumnType[] = ['TEXT', 'NUMBER', 'INTEGER', 'BOOLEAN', 'TIMESTAMP', 'DATE', 'JSON'];
const COLUMNS: readonly Column[] = TYPES.map(type => ({ name: type.toLowerCase(), type, description: '', path: [] }));
const WHOLE = ['a', 1.5, 3, true, '2026-01-31T09:30:00.250Z', '2026-01-31', { a: [1, null] }];
const NOTHING = COLUMNS.map(() => null);

async function written(format: string, pages: readonly (readonly unknown[])[][], columns = COLUMNS): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const given = async function* () {
    yield* pages;
  };
  for await (const chunk of formatOf(format).encode(columns, given())) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function textColumn(): Column[] {
  return [{ name: 'text', type: 'TEXT', description: '', path: [] }];
}

describe('CSV', () => {
  const csv = async (...texts: unknown[]) =>
    (await written('csv', [texts.map(text => [text])], textColumn())).toString();

  it('has a header, CRLF, nothing for null, "" for an empty text, and JSON in quotes', async () => {
    const text = (await written('csv', [[WHOLE], [NOTHING, ['', -0.1, -3, false, null, null, '']]])).toString();
    expect(text.split('\r\n')).toEqual([
      'text,number,integer,boolean,timestamp,date,json',
      'a,1.5,3,true,2026-01-31T09:30:00.250Z,2026-01-31,"{""a"":[1,null]}"',
      ',,,,,,',
      '"",-0.1,-3,false,,,""""""',
      '',
    ]);
  });

  it('has its header where there are no rows', async () => {
    expect((await written('csv', [[]])).toString()).toBe('text,number,integer,boolean,timestamp,date,json\r\n');
  });

  it.each(['=1+1', '+49 30 1', '-1+1', '@SUM(A1)', '\tx', '\rx', '\n=x', '＝1'])(
    'says of %j that it is text',
    async formula => {
      expect(parse(await csv(formula), { columns: true })).toEqual([{ text: `'${formula}` }]);
    },
  );

  it('gives back every text, with a quote before those that would be computed alone', async () => {
    const texts = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(texts, async given => {
        const found = parse(await csv(...given), { columns: true, relax_column_count: false }) as { text: string }[];
        expect(found.map(({ text }) => text)).toEqual(
          given.map(text => (/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text)),
        );
      }),
      { seed: 7 },
    );
  });
});

describe('NDJSON', () => {
  it('has one object a line, with every column, and nothing where there are no rows', async () => {
    const lines = (await written('ndjson', [[WHOLE], [], [NOTHING]])).toString().split('\n');
    expect(lines.pop()).toBe('');
    const names = COLUMNS.map(column => column.name);
    expect(lines.map(line => JSON.parse(line))).toEqual(
      [WHOLE, NOTHING].map(row => Object.fromEntries(names.map((name, i) => [name, row[i]]))),
    );
    expect((await written('ndjson', [[]])).toString()).toBe('');
  });
});

describe('Parquet', () => {
  const file = async (pages: (readonly unknown[])[][]) => {
    const bytes = await written('parquet', pages);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  };

  it('gives back each type as what it is', async () => {
    const [whole, nothing] = await parquetReadObjects({ file: await file([[WHOLE, NOTHING]]) });
    expect(whole).toEqual({
      text: 'a',
      number: 1.5,
      integer: 3,
      boolean: true,
      timestamp: new Date('2026-01-31T09:30:00.250Z'),
      date: new Date('2026-01-31'),
      json: { a: [1, null] },
    });
    expect(Object.values(nothing!).map(value => value ?? null)).toEqual(NOTHING);
  });

  it('is whole, with its columns, where there are no rows', async () => {
    const metadata = parquetMetadata(await file([[]]));
    expect(metadata.num_rows).toBe(0n);
    expect(parquetSchema(metadata).children.map(({ element }) => element.converted_type)).toEqual([
      'UTF8',
      undefined,
      undefined,
      undefined,
      'TIMESTAMP_MILLIS',
      'DATE',
      'JSON',
    ]);
  });

  it('writes row groups as rows come, and gives them back in order', async () => {
    const pages = Array.from({ length: 60 }, (_, page) =>
      Array.from({ length: 500 }, (_, i) => [`row ${page * 500 + i}`, i / 3, i, null, null, null, null]),
    );
    const whole = await file(pages);
    expect(parquetMetadata(whole).row_groups.map(group => group.num_rows)).toEqual([10_000n, 10_000n, 10_000n]);
    const rows = await parquetReadObjects({ file: whole });
    expect(rows.map(({ text, number }) => [text, number])).toEqual(
      pages.flat().map(([text, number]) => [text, number]),
    );
  });

  it('closes a row group before its texts take too much memory', async () => {
    const page = Array.from({ length: 100 }, (_, i) => [String(i).repeat(30_000), ...NOTHING.slice(1)]);
    expect(parquetMetadata(await file(Array(12).fill(page))).row_groups.length).toBeGreaterThan(1);
  });

  it('is not whole before its last chunk', async () => {
    const bytes = await file([[WHOLE]]);
    expect(() => parquetMetadata(bytes.slice(0, -9))).toThrow();
  });
});

it('is NDJSON where neither a name nor the ending of a file says otherwise', () => {
  expect([undefined, 'a.csv', 'b.PARQUET', 'c'].map(out => formatOf(undefined, out).name)).toEqual([
    'ndjson',
    'csv',
    'parquet',
    'ndjson',
  ]);
  expect(formatOf('csv', 'a.parquet').name).toBe('csv');
  expect(() => formatOf('xlsx')).toThrow(FORMATS.map(format => format.name).join(', '));
});
