// What a HubSpot fake holds, in plain words.
import type { HubSpotFake } from '../../../connectors/hubspot/fake/index.ts';
import type { Oracle } from '../oracle.ts';

const KINDS = {
  tickets: ['ticket', 'SUPPORT_CASE'],
  deals: ['deal', 'DEAL'],
  calls: ['call', 'CALL'],
  emails: ['email', 'EMAIL'],
  meetings: ['meeting', 'MEETING'],
  notes: ['note', 'NOTE'],
  tasks: ['task', 'TASK'],
  communications: ['communication', 'CHAT'],
} as const;

export const oracle: Oracle<HubSpotFake> = {
  *happenings({ portal }) {
    for (const [path, [object, kind]] of Object.entries(KINDS)) {
      for (const row of portal.live(path)) {
        const won = path === 'deals' && row.fields.hs_is_closed_won === 'true';
        const who = portal.links.of(path, row.id, 'contacts').map(link => `hubspot:contact/${link.toId}`);
        yield { ref: `hubspot:${object}/${row.id}`, kind: won ? 'PURCHASE' : kind, who };
      }
    }
  },
  *responders({ portal }) {
    for (const row of portal.live('feedback_submissions')) {
      const [contact] = portal.links.of('feedback_submissions', row.id, 'contacts');
      if (contact) yield [`hubspot:feedback_submission/${row.id}`, `hubspot:contact/${contact.toId}`];
    }
  },
  *scores({ portal }) {
    for (const { fields } of portal.live('feedback_submissions')) yield [fields.hs_survey_type, fields.hs_value];
  },
  *people({ portal }) {
    for (const { id, fields } of portal.live('contacts')) {
      const losers = ids(fields.hs_merged_object_ids).map(loser => `contact/${loser}`);
      const service = fields.salesforcecontactid ? [`Contact/${fields.salesforcecontactid}`] : [];
      const emails = [fields.email, ...ids(fields.hs_additional_emails)];
      yield { name: `contact/${id}`, emails, same: [...service, ...losers] };
    }
  },
  counts: ({ portal }) => portal.counts(),
};

function ids(list: unknown): string[] {
  return String(list ?? '')
    .split(';')
    .filter(id => id !== '');
}
