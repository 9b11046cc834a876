// The closest query in PostGraphile's own names, and its reply brought into the form of our API.
import { CUSTOMERS, INTERACTIONS } from './query.ts';

export const POSTGRAPHILE_QUERY = `query Profiles($country: String!) {
  customers: allCustomers(
    first: ${CUSTOMERS}
    condition: {country: $country, deletedAt: null, mergedInto: null}
    orderBy: [CREATED_AT_ASC, ROW_ID_ASC]
  ) {
    nodes {
      id: rowId
      displayName
      email
      phone
      jobTitle
      country
      lifecycleStage
      createdAt
      account: accountByAccountId { id: rowId name domain industry employees }
      interactions: interactionsByCustomerId(first: ${INTERACTIONS}, orderBy: [OCCURRED_AT_DESC, ROW_ID_DESC]) {
        nodes { id: rowId kind channel direction occurredAt subject }
      }
      surveyResponses: surveyResponsesByCustomerId(first: 1, orderBy: [RESPONDED_AT_DESC, ROW_ID_DESC]) {
        nodes {
          id: rowId
          respondedAt
          channel
          answers: surveyAnswersByResponseId(orderBy: QUESTION_KEY_ASC) {
            nodes { score text question: surveyQuestionByQuestionId { key text measure } }
          }
        }
      }
      provenance: shownProvenance(names: ["country", "email", "phone"])
    }
  }
}`;

/** A computed column, as PostGraphile's users write one: the same values by the same SQL as everywhere. */
export const SHOWN_PROVENANCE = `create function customer_shown_provenance(c customer, names text[]) returns json stable language sql as $$
  select coalesce(json_agg(json_build_object('field', f.key, 'value', w.fields -> f.key, 'source', k.key,
    'observedAt', to_char((f.value ->> 'at')::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by f.key), '[]')
  from jsonb_each(c.provenance) f join person_record w on w.id = (f.value ->> 'record')::bigint
  join connection k on k.id = w.connection_id where f.key = any(names)
$$`;

type Json = Record<string, unknown>;
interface Nodes {
  readonly nodes: readonly Json[];
}

/** Ids get their kind in front, times our format, and the list of answers loses its page. */
export function toOwnForm(reply: unknown): unknown {
  const { data } = reply as { data?: { customers: Nodes } };
  if (!data) return reply;
  const nodes = data.customers.nodes.map(customer => ({
    ...withId('customer', customer),
    createdAt: utc(customer.createdAt),
    account: customer.account === null ? null : withId('account', customer.account as Json),
    interactions: {
      nodes: (customer.interactions as Nodes).nodes.map(interaction => ({
        ...withId('interaction', interaction),
        occurredAt: utc(interaction.occurredAt),
      })),
    },
    surveyResponses: { nodes: (customer.surveyResponses as Nodes).nodes.map(response) },
  }));
  return { data: { customers: { nodes } } };
}

function response(from: Json): Json {
  const { nodes: answers } = from.answers as Nodes;
  return { ...withId('response', from), respondedAt: utc(from.respondedAt), answers };
}

function withId(kind: string, row: Json): Json {
  return { ...row, id: `${kind}_${row.id}` };
}

function utc(time: unknown): string | null {
  return time === null ? null : new Date(String(time)).toISOString();
}
