// Pure: rows as NDJSON: one object a line, each with every column, values as GraphQL spells them.
import type { Column } from '../column.ts';

export async function* encodeNdjson(
  columns: readonly Column[],
  pages: AsyncIterable<readonly (readonly unknown[])[]>,
): AsyncGenerator<string> {
  for await (const page of pages) {
    const lines = page.map(row => JSON.stringify(Object.fromEntries(columns.map(({ name }, i) => [name, row[i]]))));
    if (lines.length > 0) yield `${lines.join('\n')}\n`;
  }
}
