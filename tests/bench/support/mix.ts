// How many records of each kind a generated world has.

export interface Mix {
  readonly hubspot: {
    readonly companies: number;
    readonly contacts: number;
    readonly tickets: number;
    readonly calls: number;
  };
  readonly salesforce: {
    readonly accounts: number;
    readonly contacts: number;
    readonly cases: number;
    readonly emails: number;
    readonly tasks: number;
    readonly responses: number;
  };
  /** The first contact of Salesforce is this person; from there on both CRMs know the same people. */
  readonly salesforceFrom: number;
}

/** Questions in each survey. */
export const QUESTIONS = 5;

/**
 * About `n` source records in all: people 30 %, companies 5 %, cases, calls, mails and tasks 35 %, answers 4 %, and
 * HubSpot's associations, which are records of their own, 26 %. Half of HubSpot's people are in Salesforce too.
 */
export function everydayMix(n: number): Mix {
  const of = (share: number) => Math.max(1, Math.round(n * share));
  return {
    hubspot: { companies: of(0.02), contacts: of(0.12), tickets: of(0.06), calls: of(0.08) },
    salesforce: {
      accounts: of(0.03),
      contacts: of(0.18),
      cases: of(0.08),
      emails: of(0.1),
      tasks: of(0.03),
      responses: of(0.04 / (1 + QUESTIONS)),
    },
    salesforceFrom: of(0.06),
  };
}

/** People only: one in ten from HubSpot's lists, the others from Salesforce, by Bulk when they are many. */
export function peopleMix(n: number): Mix {
  const contacts = Math.round(n / 10);
  return {
    hubspot: { companies: 0, contacts, tickets: 0, calls: 0 },
    salesforce: { accounts: 0, contacts: n - contacts, cases: 0, emails: 0, tasks: 0, responses: 0 },
    salesforceFrom: Math.round(contacts / 2),
  };
}

/** Everybody in both CRMs, with twelve interactions and a survey of five answers. */
export function profileMix(people: number): Mix {
  const companies = Math.ceil(people / 10);
  return {
    hubspot: { companies, contacts: people, tickets: people * 2, calls: people * 4 },
    salesforce: {
      accounts: companies,
      contacts: people,
      cases: people * 2,
      emails: 0,
      tasks: people * 4,
      responses: people,
    },
    salesforceFrom: 0,
  };
}
