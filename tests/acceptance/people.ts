// A plain union over the rows of every source, by the published rules alone: how many people are there now?
import type { Sandbox } from '../../src/run/sandbox/sandbox.ts';
import { peopleRows } from './oracle.ts';

/** Records keep what they ever said: what is deleted or merged away still ties the others together. */
export class People {
  private readonly emails = new Map<string, Set<string>>();
  private readonly same: [string, string][] = [];

  /** Looks at the sources as they are now. */
  look(sandbox: Sandbox): void {
    for (const { name, emails, same } of peopleRows(sandbox)) {
      for (const email of emails) this.own(email, name);
      for (const other of same) this.join(name, other);
    }
  }

  join(a: string, b: string): void {
    this.same.push([a, b]);
  }

  /** People with at least one live record. */
  count(sandbox: Sandbox): number {
    const parent = new Map<string, string>();
    const root = (name: string): string => {
      let at = name;
      while (parent.has(at)) at = parent.get(at)!;
      return at;
    };
    const unite = (a: string, b: string) => {
      if (root(a) !== root(b)) parent.set(root(a), root(b));
    };
    for (const [a, b] of this.same) unite(a, b);
    for (const [email, names] of this.emails) {
      if (names.size > 10 || /^(info@|test@test\.com$)/.test(email)) continue;
      const [first, ...others] = names;
      for (const other of others) unite(first!, other);
    }
    return new Set(peopleRows(sandbox).map(({ name }) => root(name))).size;
  }

  private own(email: unknown, name: string): void {
    if (typeof email !== 'string' || email === '') return;
    const [local = '', host = ''] = email.trim().toLowerCase().split('@');
    const key = `${local}@${new URL(`http://${host}`).hostname}`;
    const names = this.emails.get(key) ?? new Set();
    this.emails.set(key, names.add(name));
  }
}
