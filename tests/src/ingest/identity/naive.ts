// The oracle of who is who: repeats "who shares a value joins" until nothing changes. No union-find, no SQL.
import type { IdentityRules } from '../../../../src/ingest/identity/rules.ts';

export interface NaivePerson {
  readonly id: string;
  readonly emails?: readonly string[];
  /** As "object/id". */
  readonly externalIds?: readonly string[];
}

/** Ids of each person's records, sorted. */
export function naivePartition(records: readonly NaivePerson[], rules: IdentityRules): string[][] {
  const carriers = new Map<string, string[]>();
  const carry = (value: string, id: string) => carriers.set(value, [...(carriers.get(value) ?? []), id]);
  for (const { id, emails = [], externalIds = [] } of records) {
    for (const email of new Set(emails)) if (isPersonal(email, rules)) carry(email, id);
    // A record's own id is a value too: others may name it.
    for (const name of new Set([...externalIds, `contact/${id}`])) if (saysSomething(name, rules)) carry(name, id);
  }
  const group = new Map(records.map(record => [record.id, record.id]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const ids of carriers.values()) {
      if (ids.length > rules.maxRecordsPerValue) continue;
      const least = ids.map(id => group.get(id)!).sort()[0]!;
      for (const id of ids) {
        if (group.get(id) === least) continue;
        group.set(id, least);
        changed = true;
      }
    }
  }
  return normal([...Map.groupBy(group.keys(), id => group.get(id)!).values()]);
}

export const normal = (groups: string[][]): string[][] =>
  groups.map(ids => [...ids].sort()).sort((a, b) => (a[0]! < b[0]! ? -1 : 1));

function isPersonal(email: string, { roleMailboxes, placeholders }: IdentityRules): boolean {
  return !placeholders.includes(email) && !roleMailboxes.some(role => email.startsWith(`${role}@`));
}

function saysSomething(name: string, { placeholders }: IdentityRules): boolean {
  const [, ...rest] = name.split('/');
  return !placeholders.includes(name) && !(rest.length > 0 && placeholders.includes(rest.join('/')));
}
