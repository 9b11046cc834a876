// What a Salesforce fake holds, in plain words.
import type { SalesforceFake } from '../../../connectors/salesforce/fake/index.ts';
import type { Oracle } from '../oracle.ts';

type Row = Record<string, unknown>;

/** Null: the row is nothing that happened. */
const KINDS: Readonly<Record<string, (row: Row, referring: ReadonlySet<unknown>) => string | null>> = {
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

export const oracle: Oracle<SalesforceFake> = {
  *happenings(fake) {
    const campaigns = [...fake.live('Campaign')];
    const referring = new Set(campaigns.filter(row => row.Type === 'Referral Program').map(row => row.Id));
    for (const [object, kindOf] of Object.entries(KINDS)) {
      for (const row of fake.live(object)) {
        const kind = kindOf(row, referring);
        const person = [row.ContactId, row.LeadId, row.WhoId].find(id => typeof id === 'string');
        if (kind !== null)
          yield { ref: `salesforce:${object}/${row.Id}`, kind, who: person ? [personRef(String(person))] : [] };
      }
    }
  },
  *responders(fake) {
    for (const row of fake.live('SurveyResponse'))
      if (typeof row.SubmitterId === 'string')
        yield [`salesforce:SurveyResponse/${row.Id}`, personRef(row.SubmitterId)];
  },
  *scores(fake) {
    const measures = new Map<unknown, unknown>();
    for (const row of fake.live('SurveyQuestion'))
      measures.set(row.Id, row.QuestionType === 'Rating' ? 'CES' : row.QuestionType);
    for (const row of fake.live('SurveyQuestionResponse'))
      if (row.NumberValue !== null) yield [measures.get(row.QuestionId), row.NumberValue];
  },
  *people(fake) {
    for (const object of ['Contact', 'Lead']) {
      for (const row of fake.live(object)) {
        const same = row.ConvertedContactId ? [`Contact/${row.ConvertedContactId}`] : [];
        yield { name: `${object}/${row.Id}`, emails: [row.Email], same };
      }
    }
  },
  counts: fake => fake.counts(),
};

/** Ids tell their object by the first three characters. */
function personRef(id: string): string {
  return `salesforce:${id.startsWith('00Q') ? 'Lead' : 'Contact'}/${id}`;
}
