// The queries themselves: a window of time in a fixed order, and records by id.

/** Where a read stands: the last record's stamp and id. */
export interface Key {
  readonly at: string;
  readonly id: string;
}

/** SystemModstamp from `from` (included; null: the beginning) to `until` (not included), as ISO 8601. */
export interface Stretch {
  readonly from: string | null;
  readonly until: string;
}

/** Condition of a stretch, or of what is left of it behind a key. */
export function within({ from, until }: Stretch, after: Key | null): string {
  const low = after
    ? `((SystemModstamp = ${after.at} AND Id > '${after.id}') OR SystemModstamp > ${after.at}) AND `
    : from
      ? `SystemModstamp >= ${from} AND `
      : '';
  return `${low}SystemModstamp < ${until}`;
}

export function select(columns: readonly string[], object: string, where: string): string {
  return `SELECT ${columns.join(',')} FROM ${object} WHERE ${where}`;
}

/** Stable while records come and go: a record that changes moves to the end. */
export const IN_ORDER = ' ORDER BY SystemModstamp,Id';

/** Ids are checked, so that nothing else gets into a query. */
export function idIn(ids: readonly string[]): string {
  return `Id IN (${ids
    .filter(id => /^[A-Za-z0-9]{15,18}$/.test(id))
    .map(id => `'${id}'`)
    .join(',')})`;
}
