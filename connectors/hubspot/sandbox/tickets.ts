// Tickets and the e-mails, calls and chat messages around them, as HubSpot properties.
import type { Channel, Message, SupportCase, Topic } from '../../kit/story/happenings.ts';
import type { World } from '../../kit/story/world.ts';
import { type HubSpotSink, instant } from './books.ts';
import { companyOf, contactOf } from './customers.ts';
import { type HubSpotType, ownerId } from './ids.ts';

export const CATEGORY: Readonly<Record<Topic, string>> = {
  billing: 'BILLING_ISSUE',
  access: 'GENERAL_INQUIRY',
  bug: 'PRODUCT_ISSUE',
  howto: 'GENERAL_INQUIRY',
  integration: 'FEATURE_REQUEST',
};
export const SOURCE: Readonly<Record<Channel, string>> = { chat: 'CHAT', email: 'EMAIL', phone: 'PHONE', web: 'FORM' };
export const STAGE = { new: '1', waitingOnContact: '2', waitingOnUs: '3', closed: '4' } as const;

/** The ticket of each HubSpot case, by the case's number. */
export function writeTickets(sink: HubSpotSink, world: World): Map<number, string> {
  const ids = new Map<number, string>();
  for (const each of world.cases) if (each.home === 'hubspot') ids.set(each.n, writeTicket(sink, each));
  return ids;
}

export function writeTicket(sink: HubSpotSink, each: SupportCase): string {
  const { person } = each;
  const id = sink.add('ticket', {
    createdAt: each.openedAt,
    modifiedAt: each.resolvedAt ?? each.messages.at(-1)!.at,
    fields: ticketFields(each),
  });
  sink.link('ticket', id, 'contact', contactOf(person));
  sink.link('ticket', id, 'company', companyOf(person));
  for (const message of each.messages) writeMessage(sink, each, id, message);
  return id;
}

/** The stages that a ticket was in until it was resolved, by the ticket's id; of open ones the portal knows no more. */
export function stagesOf(world: World, tickets: ReadonlyMap<number, string>) {
  const stages = new Map<string, { value: string; at: number }[]>();
  for (const each of world.cases) {
    const [id, { firstResponseAt: answered, resolvedAt: resolved }] = [tickets.get(each.n), each];
    if (id === undefined || answered === null || resolved === null) continue;
    const between = (part: number) => Math.floor((answered + part * (resolved - answered)) / 1000) * 1000;
    const again = [
      { value: STAGE.closed, at: between(0.3) },
      { value: STAGE.waitingOnUs, at: between(0.7) },
    ];
    stages.set(id, [
      { value: STAGE.new, at: each.openedAt },
      { value: STAGE.waitingOnContact, at: answered },
      ...(each.reopened ? again : []),
      { value: STAGE.closed, at: resolved },
    ]);
  }
  return stages;
}

/** How the ticket stands. */
export function ticketFields(each: SupportCase): Record<string, string | null> {
  const { firstResponseAt, resolvedAt } = each;
  return {
    subject: each.subject,
    content: each.messages[0]!.text,
    hs_pipeline: '0',
    hs_pipeline_stage: resolvedAt ? STAGE.closed : firstResponseAt ? STAGE.waitingOnContact : STAGE.new,
    hs_ticket_priority: each.priority,
    hs_ticket_category: CATEGORY[each.topic],
    source_type: SOURCE[each.channel],
    hubspot_owner_id: ownerId(each.agent),
    closed_date: resolvedAt ? instant(resolvedAt) : null,
    first_agent_reply_date: firstResponseAt ? instant(firstResponseAt) : null,
    hs_first_agent_message_sent_at: firstResponseAt ? instant(firstResponseAt) : null,
  };
}

export function writeMessage(sink: HubSpotSink, each: SupportCase, ticketId: string, message: Message): void {
  const spoken = each.channel === 'phone' && message.at === each.openedAt;
  const type: HubSpotType = spoken ? 'call' : each.channel === 'chat' ? 'communication' : 'email';
  const id = sink.add(type, {
    createdAt: message.at,
    modifiedAt: message.at,
    fields: {
      hs_timestamp: instant(message.at),
      hubspot_owner_id: ownerId(each.agent),
      ...contentOf(type, each, message),
    },
  });
  sink.link(type, id, 'contact', contactOf(each.person));
  sink.link(type, id, 'ticket', ticketId);
}

function contentOf(type: HubSpotType, each: SupportCase, message: Message): Record<string, string> {
  switch (type) {
    case 'call':
      return {
        hs_call_title: each.subject,
        hs_call_body: message.text,
        hs_call_direction: 'INBOUND',
        hs_call_status: 'COMPLETED',
        hs_call_duration: String(each.talkSeconds * 1000),
      };
    case 'communication':
      return { hs_communication_channel_type: 'WHATS_APP', hs_communication_body: message.text };
    default:
      return {
        hs_email_subject: message.incoming ? each.subject : `Re: ${each.subject}`,
        hs_email_text: message.text,
        hs_email_direction: message.incoming ? 'INCOMING_EMAIL' : 'EMAIL',
        hs_email_status: 'SENT',
      };
  }
}
