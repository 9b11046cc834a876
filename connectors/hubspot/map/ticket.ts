// Pure: tickets to support cases.
import type { Lookup, MapInput } from '../../contract.ts';
import { Skip } from '../../errors.ts';
import type { CanonicalInput } from '../../records.ts';
import { agentOf } from './agent.ts';
import { channelOf } from './channel.ts';
import { plainText } from './plain-text.ts';
import { NOT_TOLD, reopeningsOf } from './reopenings.ts';
import { stageOf } from './stage.ts';
import { moment, notBefore, propertiesOf, text } from './values.ts';

export function mapTicket(input: MapInput, lookup: Lookup): CanonicalInput[] {
  const p = propertiesOf(input);
  const occurredAt = moment(p.createdate) ?? moment(input.payload.createdAt);
  if (occurredAt === null) throw new Skip('ticket has no creation date');
  const stage = stageOf(lookup, 'ticket', text(p.hs_pipeline), text(p.hs_pipeline_stage));
  // A reopened ticket keeps its old closing date.
  const closedAt = stage.closed === false ? null : moment(p.closed_date);
  const resolvedAt = notBefore(closedAt, occurredAt);
  // A merge makes a new ticket, whose stages begin with it.
  const isMerged = text(p.hs_merged_object_ids) !== null;
  const { reopenCount, reopenedAt, firstResolvedAt } = isMerged
    ? NOT_TOLD
    : reopeningsOf(input.payload, lookup, text(p.hs_pipeline));
  const firstResponse = moment(p.hs_first_agent_message_sent_at) ?? moment(p.first_agent_reply_date);
  return [
    {
      type: 'interaction',
      kind: 'SUPPORT_CASE',
      channel: channelOf(text(p.source_type)),
      touchpoint: text(p.hs_ticket_category),
      direction: 'INBOUND',
      occurredAt,
      endedAt: resolvedAt,
      subject: text(p.subject),
      body: plainText(p.content),
      status: stage.label,
      priority: text(p.hs_ticket_priority),
      agent: agentOf(p, lookup),
      firstResponseAt: notBefore(firstResponse, occurredAt),
      resolvedAt,
      reopenCount,
      reopenedAt: notBefore(reopenedAt, occurredAt),
      firstResolvedAt: notBefore(firstResolvedAt, occurredAt),
    },
  ];
}
