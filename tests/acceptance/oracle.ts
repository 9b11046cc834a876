// What must be there, counted plainly from the rows of both CRMs and never through a connector or our own rules.
import type { Sandbox } from '../../src/run/sandbox/sandbox.ts';
import type { RecordOfPerson } from '../../src/run/sandbox/world.ts';

/** Something that happened, as "connection:object/id", and the people it may belong to. */
export interface Happening {
  readonly ref: string;
  readonly kind: string;
  /** Refs of the person records it names; empty when it names none. */
  readonly who: readonly string[];
}

export const refOf = ({ source, object, id }: RecordOfPerson): string => `${source}:${object}/${id}`;

const HUBSPOT_KINDS = {
  tickets: ['ticket', 'SUPPORT_CASE'],
  deals: ['deal', 'DEAL'],
  calls: ['call', 'CALL'],
  emails: ['email', 'EMAIL'],
  meetings: ['meeting', 'MEETING'],
  notes: ['note', 'NOTE'],
  tasks: ['task', 'TASK'],
  communications: ['communication', 'CHAT'],
} as const;

export function happenings(sandbox: Sandbox): Happening[] {
  return [...hubspotHappenings(sandbox), ...salesforceHappenings(sandbox)];
}

function* hubspotHappenings({ hubspot: { portal } }: Sandbox): Generator<Happening> {
  for (const [path, [object, kind]] of Object.entries(HUBSPOT_KINDS)) {
    for (const row of portal.live(path)) {
      const won = path === 'deals' && row.fields.hs_is_closed_won === 'true';
      const who = portal.links.of(path, row.id, 'contacts').map(link => `hubspot:contact/${link.toId}`);
      yield { ref: `hubspot:${object}/${row.id}`, kind: won ? 'PURCHASE' : kind, who };
    }
  }
}

type Row = Record<string, unknown>;

/** Null: the row is nothing that happened. */
const SALESFORCE_KINDS: Readonly<Record<string, (row: Row, referring: ReadonlySet<unknown>) => string | null>> = {
  Case: () => 'SUPPORT_CASE',
  CaseComment: () => 'OTHER',
  EmailMessage: () => 'EMAIL',
  Event: row => (row.IsChild === true ? null : 'MEETING'),
  Task: row => (row.CallType || row.TaskSubtype === 'Call' ? 'CALL' : 'TASK'),
  CampaignMember: (row, referring) => {
    if (row.HasResponded !== true) return null;
    return referring.has(row.CampaignId) && !row.LeadId ? 'REFERRAL' : 'CAMPAIGN_RESPONSE';
  },
  Opportunity: row => (row.IsWon === true ? 'PURCHASE' : 'DEAL'),
};

function* salesforceHappenings({ salesforce }: Sandbox): Generator<Happening> {
  const campaigns = [...salesforce.live('Campaign')];
  const referring = new Set(campaigns.filter(row => row.Type === 'Referral Program').map(row => row.Id));
  for (const [object, kindOf] of Object.entries(SALESFORCE_KINDS)) {
    for (const row of salesforce.live(object)) {
      const kind = kindOf(row, referring);
      const person = [row.ContactId, row.LeadId, row.WhoId].find(id => typeof id === 'string');
      if (kind !== null)
        yield { ref: `salesforce:${object}/${row.Id}`, kind, who: person ? [personRef(String(person))] : [] };
    }
  }
}

/** Salesforce ids tell their object by the first three characters. */
function personRef(id: string): string {
  return `salesforce:${id.startsWith('00Q') ? 'Lead' : 'Contact'}/${id}`;
}

/** Whose answer each response is: its ref, and the ref of the person who gave it. */
export function responders(sandbox: Sandbox): Map<string, string> {
  const found = new Map<string, string>();
  for (const row of sandbox.hubspot.portal.live('feedback_submissions')) {
    const [contact] = sandbox.hubspot.portal.links.of('feedback_submissions', row.id, 'contacts');
    if (contact) found.set(`hubspot:feedback_submission/${row.id}`, `hubspot:contact/${contact.toId}`);
  }
  for (const row of sandbox.salesforce.live('SurveyResponse'))
    if (typeof row.SubmitterId === 'string')
      found.set(`salesforce:SurveyResponse/${row.Id}`, personRef(row.SubmitterId));
  return found;
}

/** How many answers gave each score of each measure: "NPS 9" → 41. */
export function scores(sandbox: Sandbox): Record<string, number> {
  const counts: Record<string, number> = {};
  const note = (measure: unknown, score: unknown) => {
    const key = `${measure} ${Number(score)}`;
    counts[key] = (counts[key] ?? 0) + 1;
  };
  for (const { fields } of sandbox.hubspot.portal.live('feedback_submissions'))
    note(fields.hs_survey_type, fields.hs_value);
  const measures = new Map<unknown, unknown>();
  for (const row of sandbox.salesforce.live('SurveyQuestion'))
    measures.set(row.Id, row.QuestionType === 'Rating' ? 'CES' : row.QuestionType);
  for (const row of sandbox.salesforce.live('SurveyQuestionResponse'))
    if (row.NumberValue !== null) note(measures.get(row.QuestionId), row.NumberValue);
  return counts;
}

/** Live records of every stream that counts them, by "source stream". */
export function ledger({ hubspot, salesforce }: Sandbox): Record<string, number> {
  const entries = [
    ...Object.entries(hubspot.portal.counts()).map(([path, n]) => [`hubspot ${path}`, n]),
    ...Object.entries(salesforce.counts()).map(([object, n]) => [`salesforce ${object}`, n]),
  ];
  return Object.fromEntries(entries);
}
