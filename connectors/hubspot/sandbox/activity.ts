// Deals, meetings, notes, tasks and survey answers as HubSpot properties.
import type { Deal, Invitation, SurveyMeasure, Touch } from '../../kit/story/happenings.ts';
import type { World } from '../../kit/story/world.ts';
import { type HubSpotSink, instant } from './books.ts';
import { companyOf, contactOf } from './customers.ts';
import { ownerId } from './ids.ts';

const STEPS = ['appointmentscheduled', 'qualifiedtobuy', 'presentationscheduled', 'contractsent'];
const MINUTE = 60_000;

export const SURVEYS: Readonly<Record<SurveyMeasure, { id: string; name: string }>> = {
  NPS: { id: '3301', name: 'Customer loyalty' },
  CSAT: { id: '3302', name: 'Support satisfaction' },
  CES: { id: '3303', name: 'Support effort' },
};

export function writeActivity(sink: HubSpotSink, world: World, tickets: ReadonlyMap<number, string>): void {
  for (const deal of world.deals) if (deal.home === 'hubspot') writeDeal(sink, deal);
  for (const touch of world.touches) if (touch.home === 'hubspot') writeTouch(sink, touch, world.now);
  for (const asked of world.invitations) if (asked.home === 'hubspot') writeFeedback(sink, asked, tickets);
}

function writeDeal(sink: HubSpotSink, deal: Deal): void {
  const closed = deal.outcome !== 'open';
  const id = sink.add('deal', {
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
      hubspot_owner_id: ownerId(deal.owner),
    },
  });
  sink.link('deal', id, 'contact', contactOf(deal.person));
  sink.link('deal', id, 'company', companyOf(deal.person));
}

export function writeTouch(sink: HubSpotSink, touch: Touch, now: number): void {
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
      hs_task_status: now - touch.at > 14 * 1440 * MINUTE ? 'COMPLETED' : 'NOT_STARTED',
      hs_task_priority: 'MEDIUM',
    },
  }[touch.kind];
  const id = sink.add(touch.kind, {
    createdAt: touch.at,
    modifiedAt: touch.at,
    fields: { hs_timestamp: instant(touch.at), hubspot_owner_id: ownerId(touch.owner), ...fields },
  });
  sink.link(touch.kind, id, 'contact', contactOf(touch.person));
  sink.link(touch.kind, id, 'company', companyOf(touch.person));
}

export function writeFeedback(sink: HubSpotSink, asked: Invitation, tickets: ReadonlyMap<number, string>): void {
  const { answer, measure, person } = asked;
  if (!answer) return;
  const id = sink.add('feedback_submission', {
    createdAt: answer.at,
    modifiedAt: answer.at,
    fields: feedbackFields(measure, answer, asked.case?.channel === 'chat', contactOf(person)),
  });
  sink.link('feedback_submission', id, 'contact', contactOf(person));
  sink.link('feedback_submission', id, 'ticket', asked.case ? (tickets.get(asked.case.n) ?? null) : null);
}

/** HubSpot scales: NPS 0–10, CSAT 1–5, CES 1–7 where high is easy. */
function feedbackFields(
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
