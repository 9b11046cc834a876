// The 360-profile query: 50 customers, each with account, 10 interactions, 5 answers and provenance of 3 fields.
import { COUNTRIES } from '../support/people.ts';

export const CUSTOMERS = 50;
export const INTERACTIONS = 10;

/** Each request asks for another country, so that no two neighbours read the same rows. */
export const VARIABLES: readonly { country: string }[] = COUNTRIES.map(([, country]) => ({ country }));

/** For our own API. */
export const QUERY = `query Profiles($country: String!) {
  customers(first: ${CUSTOMERS}, where: {country: [$country]}) {
    nodes {
      id
      displayName
      email
      phone
      jobTitle
      country
      lifecycleStage
      createdAt
      account { id name domain industry employees }
      interactions(first: ${INTERACTIONS}) { nodes { id kind channel direction occurredAt subject } }
      surveyResponses(first: 1) {
        nodes { id respondedAt channel answers { score text question { key text measure } } }
      }
      provenance(fields: ["country", "email", "phone"]) { field value source observedAt }
    }
  }
}`;

export interface ProfileReply {
  readonly data: { readonly customers: { readonly nodes: readonly Profile[] } };
}

export interface Profile {
  readonly id: string;
  readonly account: object | null;
  readonly interactions: { readonly nodes: readonly object[] };
  readonly surveyResponses: { readonly nodes: readonly { readonly answers: readonly object[] }[] };
  readonly provenance: readonly object[];
}

/** Throws when the reply is not of the size that is compared. */
export function checkSize({ data }: ProfileReply): void {
  const wrong = data.customers.nodes.find(
    profile =>
      profile.account === null ||
      profile.interactions.nodes.length !== INTERACTIONS ||
      profile.surveyResponses.nodes[0]?.answers.length !== 5 ||
      profile.provenance.length !== 3,
  );
  if (data.customers.nodes.length !== CUSTOMERS || wrong)
    throw new Error(`not ${CUSTOMERS} whole profiles: ${JSON.stringify(wrong ?? data).slice(0, 2000)}`);
}
