// Rows handed to SQL in one parameter, so that a page is one statement however many rows it has.

/** `json_to_recordset($n) as alias(column type, …)`: a table over the rows that `encodeRows` made. */
export function recordset(alias: string, columns: Readonly<Record<string, string>>, parameter = 1): string {
  const list = Object.entries(columns).map(([name, type]) => `"${name}" ${type}`);
  return `json_to_recordset($${parameter}::json) as ${alias}(${list.join(', ')})`;
}

export function encodeRows(rows: readonly object[]): string {
  return JSON.stringify(rows);
}

/**
 * `unnest($n, $n+1, …) as alias(column, …)`: the same table over what `encodeColumns` made, with a parameter for each
 * column. For many rows: PostgreSQL takes arrays apart in a fraction of the time that JSON costs it.
 */
export function columnset(alias: string, columns: Readonly<Record<string, string>>, first = 1): string {
  const names = Object.keys(columns).map(name => `"${name}"`);
  const arrays = Object.values(columns).map((type, i) => `$${first + i}::${type}[]`);
  return `unnest(${arrays.join(', ')}) as ${alias}(${names.join(', ')})`;
}

/** One array for each column, in their order. What is an object in a column of JSON must be text already. */
export function encodeColumns<K extends string>(
  rows: readonly Readonly<Partial<Record<K, unknown>>>[],
  columns: Readonly<Record<K, string>>,
): unknown[][] {
  return (Object.keys(columns) as K[]).map(name => rows.map(row => row[name] ?? null));
}

/**
 * The value without what PostgreSQL cannot store in text: NUL characters and lone surrogates.
 * `json` is its JSON text, which shows both as escapes, so that clean values cost one scan.
 */
export function storable<T>(value: T, json: string): T {
  return /\\u0000|\\ud[89a-f]/i.test(json) ? (cleaned(value) as T) : value;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed();
  if (Array.isArray(value)) return value.map(cleaned);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [cleaned(key), cleaned(item)]));
}
