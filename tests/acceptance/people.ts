// A plain union over the rows of both CRMs, by the published rules alone: how many people are there now?
import type { Sandbox } from '../../src/run/sandbox/sandbox.ts';

/** Records keep what they ever said: what is deleted or merged away still ties the others together. */
export class People {
  private readonly emails = new Map<string, Set<string>>();
  private readonly same: [string, string][] = [];

  /** Looks at both CRMs as they are now. */
  look({ hubspot, salesforce }: Sandbox): void {
    for (const { id, fields } of hubspot.portal.live('contacts')) {
      const name = `contact/${id}`;
      for (const email of [fields.email, ...ids(fields.hs_additional_emails)]) this.own(email, name);
      if (fields.salesforcecontactid) this.join(name, `Contact/${fields.salesforcecontactid}`);
      for (const loser of ids(fields.hs_merged_object_ids)) this.join(name, `contact/${loser}`);
    }
    for (const object of ['Contact', 'Lead']) {
      for (const row of salesforce.live(object)) {
        this.own(row.Email, `${object}/${row.Id}`);
        if (row.ConvertedContactId) this.join(`${object}/${row.Id}`, `Contact/${row.ConvertedContactId}`);
      }
    }
  }

  join(a: string, b: string): void {
    this.same.push([a, b]);
  }

  /** People with at least one live record. */
  count({ hubspot, salesforce }: Sandbox): number {
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
    const live = [...hubspot.portal.live('contacts')].map(({ id }) => `contact/${id}`);
    for (const object of ['Contact', 'Lead'])
      for (const { Id } of salesforce.live(object)) live.push(`${object}/${Id}`);
    return new Set(live.map(root)).size;
  }

  private own(email: unknown, name: string): void {
    if (typeof email !== 'string' || email === '') return;
    const [local = '', host = ''] = email.trim().toLowerCase().split('@');
    const key = `${local}@${new URL(`http://${host}`).hostname}`;
    const names = this.emails.get(key) ?? new Set();
    this.emails.set(key, names.add(name));
  }
}

function ids(list: unknown): string[] {
  return String(list ?? '')
    .split(';')
    .filter(id => id !== '');
}
