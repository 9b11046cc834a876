// Cases and the e-mails, comments and calls around them as Salesforce fields.
import type { FakeRow } from '../../kit/fake-rows.ts';
import type { Channel, Message, SupportCase, Topic } from '../../kit/story/happenings.ts';
import type { World } from '../../kit/story/world.ts';
import { date, dateTime, type SalesforceSink } from './books.ts';
import { accountOf, personOf } from './customers.ts';
import { userId } from './ids.ts';

const ORIGIN: Readonly<Record<Channel, string>> = { chat: 'Chat', email: 'Email', phone: 'Phone', web: 'Web' };
const TYPE: Readonly<Record<Topic, string>> = {
  billing: 'Billing issue',
  access: 'General inquiry',
  bug: 'Product issue',
  howto: 'General inquiry',
  integration: 'Feature request',
};
const CLOSED = 'Closed';
const PRIORITY = { LOW: 'Low', MEDIUM: 'Medium', HIGH: 'High' } as const;

/** The case record of each Salesforce case, by the case's number. */
export function writeCases(sink: SalesforceSink, world: World): Map<number, string> {
  const ids = new Map<number, string>();
  for (const [n, MasterLabel] of ['New', 'Working', 'Escalated', CLOSED].entries())
    sink.add('CaseStatus', {
      createdAt: world.since,
      modifiedAt: world.since,
      fields: {
        ApiName: MasterLabel,
        MasterLabel,
        SortOrder: n + 1,
        IsClosed: MasterLabel === CLOSED,
        IsDefault: n === 0,
      },
    });
  for (const each of world.cases) if (each.home === 'salesforce') ids.set(each.n, writeCase(sink, each));
  return ids;
}

export function writeCase(sink: SalesforceSink, each: SupportCase): string {
  const id = sink.add('Case', {
    createdAt: each.openedAt,
    modifiedAt: each.resolvedAt ?? each.messages.at(-1)!.at,
    fields: caseFields(each),
  });
  for (const message of each.messages) writeMessage(sink, each, id, message);
  writeHistory(sink, each, id);
  return id;
}

/** How the status changed until the case was resolved; later the org keeps it itself. */
function writeHistory(sink: SalesforceSink, each: SupportCase, caseId: string): void {
  const { firstResponseAt: answered, resolvedAt: resolved } = each;
  if (answered === null || resolved === null) return;
  const between = (part: number) => Math.floor((answered + part * (resolved - answered)) / 1000) * 1000;
  const way: [at: number, status: string][] = [
    [answered, 'Working'],
    ...(each.reopened
      ? ([
          [between(0.3), CLOSED],
          [between(0.7), 'Working'],
        ] satisfies [number, string][])
      : []),
    [resolved, CLOSED],
  ];
  let before = 'New';
  for (const [at, status] of way) {
    const change = { CaseId: caseId, Field: 'Status', OldValue: before, NewValue: status };
    sink.add('CaseHistory', { createdAt: at, modifiedAt: at, fields: change });
    before = status;
  }
}

/** How the case stands. */
export function caseFields(each: SupportCase): FakeRow['fields'] {
  const { person, firstResponseAt, resolvedAt } = each;
  return {
    CaseNumber: String(10_000 + each.n).padStart(8, '0'),
    ContactId: personOf(person).id,
    AccountId: accountOf(person),
    Subject: each.subject,
    Description: each.messages[0]!.text,
    Status: resolvedAt ? CLOSED : firstResponseAt ? 'Working' : 'New',
    Priority: PRIORITY[each.priority],
    Origin: ORIGIN[each.channel],
    Type: TYPE[each.topic],
    Reason: each.reopened ? 'Reopened' : null,
    IsClosed: resolvedAt !== null,
    ClosedDate: resolvedAt ? dateTime(resolvedAt) : null,
    IsEscalated: each.priority === 'HIGH' && each.satisfaction < 0.4,
    OwnerId: userId(each.agent),
  };
}

/** Mails are mails; a talk is a call task; in chats the customer's words are in the case, ours in public comments. */
export function writeMessage(sink: SalesforceSink, each: SupportCase, caseId: string, message: Message): void {
  const opening = message.at === each.openedAt;
  if (each.channel === 'phone' && opening) writeCall(sink, each, caseId, message);
  else if (each.channel === 'chat' && !message.incoming) writeComment(sink, each, caseId, message);
  else if (each.channel !== 'chat' || !opening) writeMail(sink, each, caseId, message);
}

function writeMail(sink: SalesforceSink, each: SupportCase, caseId: string, message: Message): void {
  const customer = each.person.email;
  const ours = 'support@larkspur-relay.example';
  sink.add('EmailMessage', {
    createdAt: message.at,
    modifiedAt: message.at,
    fields: {
      ParentId: caseId,
      RelatedToId: caseId,
      Subject: message.incoming ? each.subject : `Re: ${each.subject}`,
      TextBody: message.text,
      FromAddress: message.incoming ? customer : ours,
      ToAddress: message.incoming ? ours : customer,
      Incoming: message.incoming,
      Status: message.incoming ? '1' : '3',
      MessageDate: dateTime(message.at),
      CreatedById: userId(each.agent),
    },
  });
}

function writeComment(sink: SalesforceSink, each: SupportCase, caseId: string, message: Message): void {
  sink.add('CaseComment', {
    createdAt: message.at,
    modifiedAt: message.at,
    fields: {
      ParentId: caseId,
      IsPublished: true,
      CommentBody: message.text,
      CreatedById: userId(each.agent),
    },
  });
}

function writeCall(sink: SalesforceSink, each: SupportCase, caseId: string, message: Message): void {
  const endedAt = message.at + each.talkSeconds * 1000;
  sink.add('Task', {
    createdAt: message.at,
    modifiedAt: endedAt,
    fields: {
      WhoId: personOf(each.person).id,
      WhatId: caseId,
      AccountId: accountOf(each.person),
      Subject: `Call: ${each.subject}`,
      Description: message.text,
      ActivityDate: date(message.at),
      Status: 'Completed',
      Priority: 'Normal',
      IsClosed: true,
      CompletedDateTime: dateTime(endedAt),
      TaskSubtype: 'Call',
      CallType: 'Inbound',
      CallDurationInSeconds: each.talkSeconds,
      OwnerId: userId(each.agent),
    },
  });
}
