// The stated people against a plain recount: e-mails and ids in the rows join exactly these records and no others.
import { describe, expect, it } from 'vitest';
import { all, text, wholeWorld } from './rows.ts';

/** Joins names that were ever joined with each other. */
class Groups {
  private readonly parent = new Map<string, string>();
  root(name: string): string {
    const parent = this.parent.get(name) ?? name;
    return parent === name ? name : this.root(parent);
  }
  join(a: string, b: string): void {
    this.parent.set(this.root(a), this.root(b));
  }
}

/** Written from the published identity rules, over rows alone. */
function recount(people: number | undefined) {
  const { world, hubspot, salesforce } = wholeWorld({ people });
  const groups = new Groups();
  const owners = new Map<string, string[]>();
  const live: string[] = [];
  const own = (email: string | null, name: string) => {
    if (email === null) return;
    const [local = '', host = ''] = email.trim().toLowerCase().split('@');
    const key = `${local}@${new URL(`http://${host}`).hostname}`;
    owners.set(key, [...(owners.get(key) ?? []), name]);
  };
  for (const row of all(hubspot.objects.contacts)) {
    const name = `contact/${row.id}`;
    live.push(name);
    own(text(row, 'email'), name);
    for (const email of text(row, 'hs_additional_emails')?.split(';') ?? []) own(email, name);
    const known = text(row, 'salesforcecontactid');
    if (known) groups.join(name, `Contact/${known}`);
    for (const loser of text(row, 'hs_merged_object_ids')?.split(';') ?? []) groups.join(name, `contact/${loser}`);
  }
  for (const object of ['Contact', 'Lead']) {
    for (const row of all(salesforce.objects[object])) {
      const name = `${object}/${row.id}`;
      if (row.fields.IsDeleted !== true) live.push(name);
      own(text(row, 'Email'), name);
      if (text(row, 'MasterRecordId')) groups.join(name, `${object}/${text(row, 'MasterRecordId')}`);
      if (text(row, 'ConvertedContactId')) groups.join(name, `Contact/${text(row, 'ConvertedContactId')}`);
    }
  }
  const blocked = [...owners].filter(([email, names]) => /^info@|^test@test\.com$/.test(email) || names.length > 10);
  for (const [email, names] of owners) {
    if (blocked.some(([value]) => value === email)) continue;
    for (const name of names) groups.join(names[0]!, name);
  }
  return { world, groups, live, blocked };
}

const sorted = (sets: string[][]) => sets.map(set => [...set].sort().join(' ')).sort();

describe('the stated people', () => {
  it.each([undefined, 800])('are what a naive union over the rows finds (%s people)', people => {
    const { world, groups, live } = recount(people);
    const found = [...Map.groupBy(live, name => groups.root(name)).values()];
    const stated = world.people.map(person => person.records.map(record => `${record.object}/${record.id}`));
    expect(sorted(found)).toEqual(sorted(stated));
  });

  it('lead from every merged id to their person', () => {
    const { world, groups } = recount(undefined);
    const aliases = world.people.flatMap(person => person.aliases.map(alias => ({ person, alias })));
    expect(aliases.length).toBeGreaterThan(80);
    for (const { person, alias } of aliases) {
      const first = person.records[0]!;
      expect(groups.root(`${alias.object}/${alias.id}`)).toBe(groups.root(`${first.object}/${first.id}`));
    }
  });

  it('share blocked values, and telephones, without being one', () => {
    const { world, blocked } = recount(undefined);
    const names = blocked.map(([email]) => email);
    expect(names).toContain('test@test.com');
    expect(names).toContain('frontdesk@harbor-hotels.example');
    expect(names.filter(name => name.startsWith('info@')).length).toBeGreaterThan(5);
    for (const [, users] of blocked.filter(([email]) => !email.startsWith('info@')))
      expect(users.length).toBeGreaterThan(6);
    const households = Map.groupBy(
      world.cast.filter(person => person.role.part === 'HOUSEHOLD'),
      person => person.records[0]?.phone,
    );
    expect([...households.values()].every(people => people.length >= 2)).toBe(true);
  });

  it('hold every kind of join that the rules know', () => {
    const { world } = recount(undefined);
    const parts = Map.groupBy(world.cast, person => person.role.part);
    for (const part of [
      'SLOPPY',
      'BY_ID',
      'SECOND_EMAIL',
      'CONVERTED',
      'MERGED',
      'TWIN',
      'NO_EMAIL',
      'ROLE',
    ] as const) {
      expect(parts.get(part)?.length ?? 0, part).toBeGreaterThan(15);
    }
    const punycode = world.cast.filter(person => person.company?.domain.startsWith('xn--'));
    expect(punycode.length).toBeGreaterThan(0);
  });
});
