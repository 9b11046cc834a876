// Pure: calls, e-mails, meetings, notes, tasks and messages. Whom and which case they belong to comes from associations.
import type { Lookup, MapInput } from '../../contract.ts';
import { Skip } from '../../errors.ts';
import type { CanonicalInput } from '../../records.ts';
import { agentOf } from './agent.ts';
import { channelOf } from './channel.ts';
import { plainText } from './plain-text.ts';
import { moment, notBefore, number, type Properties, propertiesOf, text } from './values.ts';

type Interaction = Extract<CanonicalInput, { type: 'interaction' }>;
type Details = Omit<Interaction, 'type' | 'occurredAt'> & { readonly startsAt?: string | null };

const DETAILS: Readonly<Record<string, (p: Properties) => Details>> = {
  call: p => {
    const milliseconds = number(p.hs_call_duration);
    return {
      kind: 'CALL',
      channel: 'PHONE',
      direction: direction(text(p.hs_call_direction)),
      subject: text(p.hs_call_title),
      body: plainText(p.hs_call_body),
      status: text(p.hs_call_status),
      durationSeconds: milliseconds === null || milliseconds < 0 ? null : milliseconds / 1000,
    };
  },
  email: p => ({
    kind: 'EMAIL',
    channel: 'EMAIL',
    direction: text(p.hs_email_direction) === 'EMAIL' ? 'OUTBOUND' : inboundEmail(text(p.hs_email_direction)),
    subject: text(p.hs_email_subject),
    body: plainText(p.hs_email_text) ?? plainText(p.hs_email_html),
    status: text(p.hs_email_status),
  }),
  meeting: p => ({
    kind: 'MEETING',
    startsAt: moment(p.hs_meeting_start_time),
    endedAt: moment(p.hs_meeting_end_time),
    subject: text(p.hs_meeting_title),
    body: plainText(p.hs_meeting_body),
    status: text(p.hs_meeting_outcome),
  }),
  note: p => ({ kind: 'NOTE', direction: 'INTERNAL', body: plainText(p.hs_note_body) }),
  task: p => ({
    kind: 'TASK',
    direction: 'INTERNAL',
    endedAt: moment(p.hs_task_completion_date),
    subject: text(p.hs_task_subject),
    body: plainText(p.hs_task_body),
    status: text(p.hs_task_status),
    priority: text(p.hs_task_priority),
  }),
  communication: p => ({
    kind: 'CHAT',
    channel: channelOf(text(p.hs_communication_channel_type)),
    body: plainText(p.hs_communication_body),
  }),
};

export function mapEngagement(input: MapInput, lookup: Lookup): CanonicalInput[] {
  const details = DETAILS[input.object];
  if (!details) throw new Skip('unknown engagement', { object: input.object });
  const p = propertiesOf(input);
  const { startsAt, ...rest } = details(p);
  const occurredAt = startsAt ?? moment(p.hs_timestamp) ?? moment(p.hs_createdate) ?? moment(input.payload.createdAt);
  if (occurredAt === null) throw new Skip('engagement has no time', { object: input.object });
  const agent = agentOf(p, lookup);
  return [{ type: 'interaction', occurredAt, agent, ...rest, endedAt: notBefore(rest.endedAt ?? null, occurredAt) }];
}

function direction(value: string | null): Interaction['direction'] {
  return value === 'INBOUND' || value === 'OUTBOUND' ? value : null;
}

function inboundEmail(value: string | null): Interaction['direction'] {
  return value === 'INCOMING_EMAIL' || value === 'FORWARDED_EMAIL' ? 'INBOUND' : null;
}
