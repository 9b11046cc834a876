// Deals, meetings, notes, tasks and survey answers as HubSpot properties.
import { agent } from '../agents.ts';
import type { Deal } from '../sales.ts';
import type { Invitation, SurveyMeasure } from '../surveys.ts';
import type { Touch } from '../touches.ts';
import type { World } from '../world.ts';
import { type HubSpotBooks, instant } from './books.ts';

const STEPS = ['appointmentscheduled', 'qualifiedtobuy', 'presentationscheduled', 'contractsent'];
const MINUTE = 60_000;

export const SURVEYS: Readonly<Record<SurveyMeasure, { id: string; name: string }>> = {
  NPS: { id: '3301', name: 'Customer loyalty' },
  CSAT: { id: '3302', name: 'Support satisfaction' },
  CES: { id: '3303', name: 'Support effort' },
};

export function writeActivity(books: HubSpotBooks, world: World, tickets: ReadonlyMap<number, string>): void {
  for (const deal of world.deals) if (deal.home === 'hubspot') writeDeal(books, deal);
  for (const touch of world.touches) if (touch.home === 'hubspot') writeTouch(books, world, touch);
  for (const asked of world.invitations) if (asked.home === 'hubspot') writeFeedback(books, asked, tickets);
}

function writeDeal(books: HubSpotBooks, deal: Deal): void {
  const closed = deal.outcome !== 'open';
  const id = books.add('deal', {
    createdAt: deal.createdAt,
    modifiedAt: closed ? deal.closeAt : deal.createdAt,
    fields: {
      dealname: deal.name,
      amount: String(deal.amount),
      deal_currency_code: deal.currency,
      pipeline: 'default',
      dealstage: closed ? `closed${deal.outcome}` : STEPS[deal.step]!,
      closedate: instant(deal.closeAt),
      hs_is_closed: String(closed),
      hs_is_closed_won: String(deal.outcome === 'won'),
      hubspot_owner_id: agent(deal.owner).hubspotOwnerId,
    },
  });
  books.link('deal', id, 'contact', deal.person.hubspot);
  books.link('deal', id, 'company', deal.person.company?.hubspotId ?? null);
}

function writeTouch(books: HubSpotBooks, world: World, touch: Touch): void {
  if (touch.kind === 'campaign') return;
  const fields: Record<string, string> = {
    meeting: {
      hs_meeting_title: touch.title,
      hs_meeting_body: touch.text,
      hs_meeting_start_time: instant(touch.at),
      hs_meeting_end_time: instant(touch.at + touch.minutes * MINUTE),
      hs_meeting_outcome: 'COMPLETED',
    },
    note: { hs_note_body: touch.text },
    task: {
      hs_task_subject: touch.title,
      hs_task_body: touch.text,
      hs_task_status: world.now - touch.at > 14 * 1440 * MINUTE ? 'COMPLETED' : 'NOT_STARTED',
      hs_task_priority: 'MEDIUM',
    },
  }[touch.kind];
  const id = books.add(touch.kind, {
    createdAt: touch.at,
    modifiedAt: touch.at,
    fields: { hs_timestamp: instant(touch.at), hubspot_owner_id: agent(touch.owner).hubspotOwnerId, ...fields },
  });
  books.link(touch.kind, id, 'contact', touch.person.hubspot);
  books.link(touch.kind, id, 'company', touch.person.company?.hubspotId ?? null);
}

function writeFeedback(books: HubSpotBooks, asked: Invitation, tickets: ReadonlyMap<number, string>): void {
  const { answer, measure, person } = asked;
  if (!answer) return;
  const id = books.add('feedback_submission', {
    createdAt: answer.at,
    modifiedAt: answer.at,
    fields: feedbackFields(measure, answer, asked.case?.channel === 'chat', person.hubspot),
  });
  books.link('feedback_submission', id, 'contact', person.hubspot);
  books.link('feedback_submission', id, 'ticket', asked.case ? (tickets.get(asked.case.n) ?? null) : null);
}

/** HubSpot scales: NPS 0–10, CSAT 1–5, CES 1–7 where high is easy. */
export function feedbackFields(
  measure: SurveyMeasure,
  answer: { at: number; score: number; text: string | null },
  inChat: boolean,
  contactId: string | null,
): Record<string, string | null> {
  const { id, name } = SURVEYS[measure];
  return {
    hs_survey_id: id,
    hs_survey_name: name,
    hs_survey_type: measure,
    hs_survey_channel: inChat ? 'CHAT' : 'EMAIL',
    hs_submission_name: `${name} ${instant(answer.at)}`,
    hs_submission_timestamp: instant(answer.at),
    hs_value: String(answer.score),
    hs_content: answer.text,
    hs_contact_id: contactId,
  };
}
