// Pure: who occurs in the sandbox's story, and how its CRMs wrote them down. Types only.

export type Language = 'en' | 'de' | 'fr' | 'es';
export type Tier = 'Enterprise' | 'Growth' | 'Starter';
export type Stage = 'subscriber' | 'lead' | 'opportunity' | 'customer' | 'evangelist';
export type LifecycleStage = Stage | 'marketingqualifiedlead' | 'salesqualifiedlead';
/** Milliseconds since 1970, of the stages that a person went through. */
export type StageDates = Readonly<Partial<Record<LifecycleStage, number>>>;

/** One of the fictional company's own people. Others name them by their place in the list. */
export interface Agent {
  readonly given: string;
  readonly family: string;
  readonly email: string;
  /** Some have left; their names must still show. */
  readonly left: boolean;
}

/** A customer company. */
export interface Company {
  readonly key: string;
  readonly name: string;
  /** Registered form, which most e-mail addresses use: ASCII, lower case. */
  readonly domain: string;
  /** How people there write it: differs where it holds letters beyond ASCII. */
  readonly domainAsWritten: string;
  readonly industry: string;
  readonly country: { name: string; iso: string };
  readonly culture: number;
  readonly employees: number;
  /** Yearly revenue in `currency`. */
  readonly revenue: number;
  readonly currency: 'USD' | 'EUR' | 'GBP';
  readonly tier: Tier;
  readonly createdAt: number;
  /** Its id at each source that knows it, by connector. */
  readonly ids: Readonly<Partial<Record<string, string>>>;
}

/**
 * One part in the identity puzzle. Joined records of a person:
 * PLAIN by the same e-mail, or a single record; SLOPPY by an e-mail in other case or with blanks; BY_ID by the id of
 * their contact at the other source, with different e-mails; SECOND_EMAIL by a further address of one contact;
 * LEAD a lead that is not converted; CONVERTED a lead, the contact it became, and perhaps one at the other source;
 * MERGED records that the CRM has merged already; TWIN two live contacts of one source with one e-mail.
 * Never to be joined with others: NO_EMAIL; HOUSEHOLD shares a phone number; ROLE shares a role address; PLACEHOLDER
 * shares a placeholder; CROWD shares an address used by more records than a person can have.
 */
export type Part =
  | 'PLAIN'
  | 'SLOPPY'
  | 'BY_ID'
  | 'SECOND_EMAIL'
  | 'LEAD'
  | 'CONVERTED'
  | 'MERGED'
  | 'TWIN'
  | 'NO_EMAIL'
  | 'HOUSEHOLD'
  | 'ROLE'
  | 'PLACEHOLDER'
  | 'CROWD';

export interface Role {
  /** Connectors whose source knows them. */
  readonly homes: readonly string[];
  readonly part: Part;
  /** Counts the people who play this part, from 0. */
  readonly nth: number;
}

/** A human being, before any CRM wrote them down. */
export interface Human {
  readonly key: string;
  readonly role: Role;
  readonly given: string;
  readonly family: string;
  readonly country: { name: string; iso: string };
  readonly language: Language;
  readonly company: Company | null;
  readonly tier: Tier;
  readonly jobTitle: string | null;
  readonly phone: string;
  /** A mailbox of this person alone. */
  readonly email: string;
  /** A second mailbox of this person alone. */
  readonly otherEmail: string;
  readonly stage: Stage;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** A record of a person at a source, by the object and id under which its connector delivers it. */
export interface RecordOfPerson {
  /** The connector. */
  readonly source: string;
  readonly object: string;
  readonly id: string;
}

export interface PersonRecord extends RecordOfPerson {
  readonly kind: 'contact' | 'lead';
  /** As the CRM has it; null when never given. */
  readonly email: string | null;
  readonly moreEmails: readonly string[];
  readonly phone: string | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Their contact at the service desk, as an integration of the marketing desk wrote its id down. */
  readonly serviceContactId: string | null;
  /** Ids that were merged into this one, where a merge leaves no record behind. */
  readonly mergedIds: readonly string[];
  /** Lead: the contact it became. */
  readonly convertedTo: string | null;
  /** The record it was merged into, where a merge leaves the loser in the bin. */
  readonly masterId: string | null;
}

/** One real person and everything the sources hold about them. */
export interface Person extends Human {
  readonly records: readonly PersonRecord[];
  /** The record that cases, deals and answers name, at each source that knows them. */
  readonly at: Readonly<Partial<Record<string, PersonRecord>>>;
}
