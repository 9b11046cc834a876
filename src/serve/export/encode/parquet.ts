// Pure: rows as Parquet, one row group after another, so that no more than one is in memory. Its end says that it is whole.
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Column, ColumnType } from '../column.ts';

/** Rows of a row group, unless their texts are so long that it is closed before. */
const GROUP_ROWS = 10_000;
const GROUP_CHARACTERS = 16_000_000;

type Element = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];
const ELEMENTS: Readonly<Record<ColumnType, Omit<Element, 'name'>>> = {
  TEXT: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  NUMBER: { type: 'DOUBLE' },
  INTEGER: { type: 'INT32' },
  BOOLEAN: { type: 'BOOLEAN' },
  TIMESTAMP: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  DATE: { type: 'INT32', converted_type: 'DATE' },
  JSON: { type: 'BYTE_ARRAY', converted_type: 'JSON' },
};

export async function* encodeParquet(
  columns: readonly Column[],
  pages: AsyncIterable<readonly (readonly unknown[])[]>,
): AsyncGenerator<Uint8Array> {
  const bytes = new ByteWriter();
  const elements = columns.map(({ name, type }) => ({ name, repetition_type: 'OPTIONAL' as const, ...ELEMENTS[type] }));
  const schema = [{ name: 'root', num_children: columns.length }, ...elements];
  const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'cxgraph' });
  const group = new Group(columns);
  for await (const page of pages) {
    for (const row of page) group.add(row);
    if (!group.isFull) continue;
    void writer.write({ columnData: group.take(), rowGroupSize: GROUP_ROWS * 2 });
    yield taken(bytes);
  }
  if (group.rows > 0) void writer.write({ columnData: group.take(), rowGroupSize: GROUP_ROWS * 2 });
  void writer.finish();
  yield taken(bytes);
}

/** What was written so far, and room for more: offsets go on. */
function taken(bytes: ByteWriter): Uint8Array {
  const chunk = new Uint8Array(bytes.getBuffer());
  bytes.index = 0;
  return chunk;
}

/** Column by column, as Parquet keeps them. */
class Group {
  rows = 0;
  #characters = 0;
  #data: unknown[][];

  constructor(readonly columns: readonly Column[]) {
    this.#data = columns.map(() => []);
  }

  get isFull(): boolean {
    return this.rows >= GROUP_ROWS || this.#characters >= GROUP_CHARACTERS;
  }

  add(row: readonly unknown[]): void {
    this.rows += 1;
    for (const [i, { type }] of this.columns.entries()) {
      const value = cellOf(type, row[i]);
      if (typeof value === 'string') this.#characters += value.length;
      this.#data[i]!.push(value);
    }
  }

  take() {
    const data = this.#data;
    this.#data = this.columns.map(() => []);
    this.rows = 0;
    this.#characters = 0;
    return this.columns.map(({ name }, i) => ({ name, data: data[i]!, offsetIndex: false }));
  }
}

function cellOf(type: ColumnType, value: unknown): unknown {
  return value !== null && (type === 'TIMESTAMP' || type === 'DATE') ? new Date(value as string) : value;
}
