// Cases and the e-mails, comments and calls around them as Salesforce fields.
import type { FakeRow } from '../../../../connectors/kit/fake-rows.ts';
import { agent } from '../agents.ts';
import type { Channel, Topic } from '../story.ts';
import type { Message, SupportCase } from '../support.ts';
import type { World } from '../world.ts';
import { date, dateTime, type SalesforceSink } from './books.ts';

const ORIGIN: Readonly<Record<Channel, string>> = { chat: 'Chat', email: 'Email', phone: 'Phone', web: 'Web' };
const TYPE: Readonly<Record<Topic, string>> = {
  billing: 'Billing issue',
  access: 'General inquiry',
  bug: 'Product issue',
  howto: 'General inquiry',
  integration: 'Feature request',
};
const PRIORITY = { LOW: 'Low', MEDIUM: 'Medium', HIGH: 'High' } as const;

/** The case record of each Salesforce case, by the case's number. */
export function writeCases(sink: SalesforceSink, world: World): Map<number, string> {
  const ids = new Map<number, string>();
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
  return id;
}

/** How the case stands. */
export function caseFields(each: SupportCase): FakeRow['fields'] {
  const { person, firstResponseAt, resolvedAt } = each;
  return {
    CaseNumber: String(10_000 + each.n).padStart(8, '0'),
    ContactId: person.salesforce!.id,
    AccountId: person.company?.salesforceId ?? null,
    Subject: each.subject,
    Description: each.messages[0]!.text,
    Status: resolvedAt ? 'Closed' : firstResponseAt ? 'Working' : 'New',
    Priority: PRIORITY[each.priority],
    Origin: ORIGIN[each.channel],
    Type: TYPE[each.topic],
    Reason: each.reopened ? 'Reopened' : null,
    IsClosed: resolvedAt !== null,
    ClosedDate: resolvedAt ? dateTime(resolvedAt) : null,
    IsEscalated: each.priority === 'HIGH' && each.satisfaction < 0.4,
    OwnerId: agent(each.agent).salesforceUserId,
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
      CreatedById: agent(each.agent).salesforceUserId,
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
      CreatedById: agent(each.agent).salesforceUserId,
    },
  });
}

function writeCall(sink: SalesforceSink, each: SupportCase, caseId: string, message: Message): void {
  const endedAt = message.at + each.talkSeconds * 1000;
  sink.add('Task', {
    createdAt: message.at,
    modifiedAt: endedAt,
    fields: {
      WhoId: each.person.salesforce!.id,
      WhatId: caseId,
      AccountId: each.person.company?.salesforceId ?? null,
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
      OwnerId: agent(each.agent).salesforceUserId,
    },
  });
}
