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
