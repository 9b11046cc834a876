// How the CRMs wrote each person down: the records, their e-mails as typed, and what ties them together.
import type { Desk } from '../../../connectors/kit/sandbox-part.ts';
import type { Human, Person, PersonRecord } from '../../../connectors/kit/story/people.ts';
import type { Desks } from './desks.ts';
import type { Random } from './random.ts';

const HOUR = 3_600_000;

/** Writes people down one after the other, numbering records by type. */
export class Registry {
  private readonly counters = new Map<string, number>();

  constructor(
    private readonly random: Random,
    private readonly now: number,
    private readonly desks: Desks,
  ) {}

  register(human: Human): Person {
    const records = this.recordsOf(human, this.random.fork(human.key));
    const live = records.filter(record => record.masterId === null);
    const best = human.role.homes.flatMap(home => {
      const theirs = live.filter(({ source }) => source === home);
      return theirs.find(({ kind }) => kind === 'contact') ?? theirs[0] ?? [];
    });
    return { ...human, records, at: Object.fromEntries(best.map(record => [record.source, record])) };
  }

  private recordsOf(human: Human, random: Random): PersonRecord[] {
    const { homes, part } = human.role;
    const { marketing, service } = this.desks;
    const email = this.emailOf(human);
    const records: PersonRecord[] = [];
    let contactId: string | null = null;
    if (homes.includes(service.key)) {
      const typed = part === 'SLOPPY' ? sloppy(random, human.email) : this.spelled(human, email);
      const kind = part === 'LEAD' ? 'lead' : 'contact';
      const main = this.record(human, 'service', kind, { email: part === 'BY_ID' ? human.otherEmail : typed });
      records.push(main);
      contactId = kind === 'contact' ? main.id : null;
      if (part === 'CONVERTED') records.push(this.leadBefore(human, main.id));
      if (part === 'TWIN') records.push(this.record(human, 'service', 'contact', { email: human.email.toUpperCase() }));
      if (part === 'MERGED') records.push(this.loser(human, main.id));
    }
    if (homes.includes(marketing.key)) {
      const known = contactId !== null && (part === 'BY_ID' || random.chance(0.5));
      const merged = part === 'MERGED' && !homes.includes(service.key);
      records.push(
        this.record(human, 'marketing', 'contact', {
          email: part === 'SECOND_EMAIL' ? human.otherEmail : email,
          // A merge keeps the loser's address as a further one.
          moreEmails: part === 'SECOND_EMAIL' ? [human.email] : merged ? [human.otherEmail] : [],
          serviceContactId: known ? contactId : null,
          mergedIds: merged ? [this.nextId('marketing', 'contact'), this.nextId('marketing', 'contact')] : [],
        }),
      );
    }
    return records;
  }

  private record(human: Human, desk: Desk, kind: PersonRecord['kind'], differing: Partial<PersonRecord>): PersonRecord {
    return {
      source: this.desks[desk].key,
      object: this.objectOf(desk, kind),
      kind,
      id: this.nextId(desk, kind),
      email: human.email,
      moreEmails: [],
      phone: this.phoneOf(human),
      createdAt: human.createdAt,
      modifiedAt: human.modifiedAt,
      serviceContactId: null,
      mergedIds: [],
      convertedTo: null,
      masterId: null,
      ...differing,
    };
  }

  /** Every third lead was written down under another address than the contact it became. */
  private leadBefore(human: Human, contactId: string): PersonRecord {
    const email = human.role.nth % 3 === 0 ? human.otherEmail : human.email;
    const createdAt = human.createdAt - 200 * HOUR;
    return this.record(human, 'service', 'lead', { email, convertedTo: contactId, createdAt });
  }

  /** Merged within the last days, so that it still lies in the bin. */
  private loser(human: Human, masterId: string): PersonRecord {
    const modifiedAt = Math.max(human.modifiedAt, this.now - (human.role.nth % 12) * 24 * HOUR - 5 * HOUR);
    return this.record(human, 'service', 'contact', { email: human.otherEmail, masterId, modifiedAt });
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

  /** The service desk has the address as its owner writes it. */
  private spelled(human: Human, email: string | null): string | null {
    if (email === null || !human.company) return email;
    return email.replace(`@${human.company.domain}`, `@${human.company.domainAsWritten}`);
  }

  private objectOf(desk: Desk, kind: PersonRecord['kind']): string {
    const { key, contact, lead } = this.desks[desk];
    if (kind === 'contact') return contact;
    if (lead === undefined) throw new Error(`${key} has no object for leads`);
    return lead;
  }

  private nextId(desk: Desk, kind: PersonRecord['kind']): string {
    const object = this.objectOf(desk, kind);
    const counter = `${desk}/${object}`;
    const n = (this.counters.get(counter) ?? 0) + 1;
    this.counters.set(counter, n);
    return this.desks[desk].personId(object, n);
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
