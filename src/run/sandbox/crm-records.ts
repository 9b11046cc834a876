// How the CRMs wrote each person down: the records, their e-mails as typed, and what ties them together.
import { hubspotId, salesforceId } from './ids.ts';
import type { Human } from './people.ts';
import type { Random } from './random.ts';

export type PersonObject = 'contact' | 'Contact' | 'Lead';

export interface PersonRecord {
  readonly source: 'hubspot' | 'salesforce';
  readonly object: PersonObject;
  readonly id: string;
  /** As the CRM has it; null when never given. */
  readonly email: string | null;
  readonly moreEmails: readonly string[];
  readonly phone: string | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** HubSpot: the Salesforce contact that its integration wrote down. */
  readonly salesforceContactId: string | null;
  /** HubSpot: ids that were merged into this one. */
  readonly mergedIds: readonly string[];
  /** Lead: the contact it became. */
  readonly convertedTo: string | null;
  /** Salesforce: the record it was merged into; it lies in the bin. */
  readonly masterId: string | null;
}

/** One real person and everything the sources hold about them. */
export interface Person extends Human {
  readonly records: readonly PersonRecord[];
  /** The record that cases, deals and answers name in each CRM. */
  readonly hubspot: string | null;
  readonly salesforce: { object: 'Contact' | 'Lead'; id: string } | null;
}

const HOUR = 3_600_000;

/** Writes people down one after the other, numbering records by type. */
export class Registry {
  private readonly counters = { contact: 0, Contact: 0, Lead: 0 };

  constructor(
    private readonly random: Random,
    private readonly now: number,
  ) {}

  register(human: Human): Person {
    const records = this.recordsOf(human, this.random.fork(human.key));
    const live = records.filter(record => record.masterId === null);
    const contact = live.find(record => record.object === 'Contact');
    const lead = live.find(record => record.object === 'Lead');
    const best = contact ?? lead;
    return {
      ...human,
      records,
      hubspot: live.find(record => record.object === 'contact')?.id ?? null,
      salesforce: best ? { object: best === contact ? 'Contact' : 'Lead', id: best.id } : null,
    };
  }

  private recordsOf(human: Human, random: Random): PersonRecord[] {
    const { home, part } = human.role;
    const email = this.emailOf(human);
    const records: PersonRecord[] = [];
    let contactId: string | null = null;
    if (home !== 'hubspot') {
      const typed = part === 'SLOPPY' ? sloppy(random, human.email) : this.spelled(human, email);
      const object = part === 'LEAD' ? 'Lead' : 'Contact';
      const main = this.record(human, object, { email: part === 'BY_ID' ? human.otherEmail : typed });
      records.push(main);
      contactId = object === 'Contact' ? main.id : null;
      if (part === 'CONVERTED') records.push(this.leadBefore(human, main.id));
      if (part === 'TWIN') records.push(this.record(human, 'Contact', { email: human.email.toUpperCase() }));
      if (part === 'MERGED') records.push(this.loser(human, main.id));
    }
    if (home !== 'salesforce') {
      const known = contactId !== null && (part === 'BY_ID' || random.chance(0.5));
      records.push(
        this.record(human, 'contact', {
          email: part === 'SECOND_EMAIL' ? human.otherEmail : email,
          // A merge keeps the loser's address as a further one.
          moreEmails:
            part === 'SECOND_EMAIL' ? [human.email] : part === 'MERGED' && home === 'hubspot' ? [human.otherEmail] : [],
          salesforceContactId: known ? contactId : null,
          mergedIds: part === 'MERGED' && home === 'hubspot' ? [this.nextId('contact'), this.nextId('contact')] : [],
        }),
      );
    }
    return records;
  }

  private record(human: Human, object: PersonObject, differing: Partial<PersonRecord>): PersonRecord {
    return {
      source: object === 'contact' ? 'hubspot' : 'salesforce',
      object,
      id: this.nextId(object),
      email: human.email,
      moreEmails: [],
      phone: this.phoneOf(human),
      createdAt: human.createdAt,
      modifiedAt: human.modifiedAt,
      salesforceContactId: null,
      mergedIds: [],
      convertedTo: null,
      masterId: null,
      ...differing,
    };
  }

  /** Every third lead was written down under another address than the contact it became. */
  private leadBefore(human: Human, contactId: string): PersonRecord {
    const email = human.role.nth % 3 === 0 ? human.otherEmail : human.email;
    return this.record(human, 'Lead', { email, convertedTo: contactId, createdAt: human.createdAt - 200 * HOUR });
  }

  /** Merged within the last days, so that it still lies in the bin. */
  private loser(human: Human, masterId: string): PersonRecord {
    const modifiedAt = Math.max(human.modifiedAt, this.now - (human.role.nth % 12) * 24 * HOUR - 5 * HOUR);
    return this.record(human, 'Contact', { email: human.otherEmail, masterId, modifiedAt });
  }

  private emailOf(human: Human): string | null {
    switch (human.role.part) {
      case 'NO_EMAIL':
        return null;
      case 'PLACEHOLDER':
        return 'test@test.com';
      case 'CROWD':
        return 'frontdesk@harbor-hotels.example';
      case 'ROLE':
        return `info@${human.company?.domain ?? 'harbor-hotels.example'}`;
      default:
        return human.email;
    }
  }

  private phoneOf(human: Human): string | null {
    const needed = human.role.part === 'NO_EMAIL' || human.role.part === 'HOUSEHOLD';
    return needed || Number(human.key.slice(7)) % 4 !== 0 ? human.phone : null;
  }

  /** Salesforce has the address as its owner writes it. */
  private spelled(human: Human, email: string | null): string | null {
    if (email === null || !human.company) return email;
    return email.replace(`@${human.company.domain}`, `@${human.company.domainAsWritten}`);
  }

  private nextId(object: PersonObject): string {
    this.counters[object] += 1;
    const n = this.counters[object];
    return object === 'contact' ? hubspotId('contact', n) : salesforceId(object, n);
  }
}

function sloppy(random: Random, email: string): string {
  const [name = '', host = ''] = email.split('@');
  const titled = name.replace(/(^|[._])([a-z])/g, (_, dot: string, letter: string) => dot + letter.toUpperCase());
  return random.pick([
    `${titled}@${host}`,
    ` ${email}`,
    `${email} `,
    email.toUpperCase(),
    `${titled}@${host.toUpperCase()} `,
  ]);
}
