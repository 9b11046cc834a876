// Worlds that the database makes itself, so that nothing crosses a socket.
import pg from 'pg';

export type Query = (text: string) => Promise<pg.QueryResult>;

export async function inSession(url: string, work: (query: Query) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(text => client.query(text));
  } finally {
    await client.end();
  }
}

/** Indexes that only help reading are made afterwards, which is much faster. */
export async function withoutIndexes(
  query: Query,
  tables: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const { rows } = await query(`select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as text
    from pg_index where indrelid::regclass::text in ('${tables.join("', '")}')
      and not exists (select from pg_constraint where conindid = indexrelid)`);
  for (const { name } of rows) await query(`drop index ${name}`);
  await work();
  for (const { text } of rows) await query(text);
}

/** SQL of a list of texts. */
export const list = (values: readonly string[]) => `'{${values.join(',')}}'::text[]`;
/** SQL of one of them; the first ones are the most frequent. */
export const pick = (values: string) => `(${values})[1 + floor(cardinality(${values}) * power(random(), 1.5))::int]`;
