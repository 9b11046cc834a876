// Opportunities, tasks, events and campaign members as Salesforce fields.
import type { Deal, Touch } from '../../kit/story/happenings.ts';
import type { World } from '../../kit/story/world.ts';
import { date, dateTime, type SalesforceSink } from './books.ts';
import { accountOf, personOf } from './customers.ts';
import { userId } from './ids.ts';

const DAY = 86_400_000;
const STAGES = ['Prospecting', 'Qualification', 'Proposal/Price Quote', 'Negotiation/Review'];
const PROBABILITY = [10, 25, 60, 90];
const TYPE = { New: 'New Customer', Renewal: 'Existing Customer - Renewal', Extension: 'Existing Customer - Upgrade' };

export function writeActivity(sink: SalesforceSink, world: World): void {
  const campaigns = world.campaigns.map((name, n) => writeCampaign(sink, world, name, n, 'Email'));
  const programme = writeCampaign(sink, world, 'Bring a colleague', 0, 'Referral Program');
  for (const deal of world.deals) if (deal.home === 'salesforce') writeOpportunity(sink, deal);
  const invited = new Set<string>();
  for (const touch of world.touches) {
    if (touch.home !== 'salesforce') continue;
    if (touch.kind === 'meeting') writeEvent(sink, touch);
    else if (touch.kind === 'task') writeTask(sink, touch, world.now);
    // A campaign has each person once.
    else if (touch.kind === 'campaign' && !invited.has(`${touch.campaign}/${touch.person.key}`)) {
      invited.add(`${touch.campaign}/${touch.person.key}`);
      writeMember(sink, touch, campaigns[touch.campaign]!);
    }
  }
  for (const { person, at } of world.referrals) writeMember(sink, { person, at, responded: true }, programme);
}

function writeOpportunity(sink: SalesforceSink, deal: Deal): void {
  const closed = deal.outcome !== 'open';
  const { object, id } = personOf(deal.person);
  sink.add('Opportunity', {
    createdAt: deal.createdAt,
    modifiedAt: closed ? deal.closeAt : deal.createdAt,
    fields: {
      Name: deal.name,
      AccountId: accountOf(deal.person),
      ContactId: object === 'Contact' ? id : null,
      StageName: closed ? (deal.outcome === 'won' ? 'Closed Won' : 'Closed Lost') : STAGES[deal.step]!,
      Amount: deal.amount,
      CurrencyIsoCode: deal.currency,
      Probability: closed ? (deal.outcome === 'won' ? 100 : 0) : PROBABILITY[deal.step]!,
      CloseDate: date(deal.closeAt),
      Type: TYPE[deal.kind],
      IsClosed: closed,
      IsWon: deal.outcome === 'won',
      OwnerId: userId(deal.owner),
    },
  });
}

export function writeEvent(sink: SalesforceSink, touch: Touch): void {
  sink.add('Event', {
    createdAt: touch.at,
    modifiedAt: touch.at,
    fields: {
      ...subjectOf(touch),
      StartDateTime: dateTime(touch.at),
      EndDateTime: dateTime(touch.at + touch.minutes * 60_000),
      DurationInMinutes: touch.minutes,
      IsAllDayEvent: false,
      IsChild: false,
    },
  });
}

export function writeTask(sink: SalesforceSink, touch: Touch, now: number): void {
  const done = now - touch.at > 14 * DAY;
  sink.add('Task', {
    createdAt: touch.at,
    modifiedAt: touch.at,
    fields: {
      ...subjectOf(touch),
      Status: done ? 'Completed' : 'Not Started',
      Priority: 'Normal',
      IsClosed: done,
      CompletedDateTime: done ? dateTime(touch.at + DAY) : null,
      TaskSubtype: 'Task',
    },
  });
}

function subjectOf(touch: Touch): Record<string, string | null> {
  const { object, id } = personOf(touch.person);
  return {
    WhoId: id,
    WhatId: object === 'Contact' ? accountOf(touch.person) : null,
    AccountId: accountOf(touch.person),
    Subject: touch.title,
    Description: touch.text,
    ActivityDate: date(touch.at),
    OwnerId: userId(touch.owner),
  };
}

function writeCampaign(sink: SalesforceSink, world: World, name: string, n: number, type: string): string {
  const startAt = world.since + n * 140 * DAY;
  return sink.add('Campaign', {
    createdAt: startAt,
    modifiedAt: startAt,
    fields: { Name: name, Type: type, Status: 'In Progress', StartDate: date(startAt), IsActive: true },
  });
}

function writeMember(
  sink: SalesforceSink,
  touch: Pick<Touch, 'person' | 'at' | 'responded'>,
  campaignId: string,
): void {
  const { object, id } = personOf(touch.person);
  sink.add('CampaignMember', {
    createdAt: touch.at,
    modifiedAt: touch.at,
    fields: {
      CampaignId: campaignId,
      ContactId: object === 'Contact' ? id : null,
      LeadId: object === 'Lead' ? id : null,
      Status: touch.responded ? 'Responded' : 'Sent',
      HasResponded: touch.responded,
      FirstRespondedDate: touch.responded ? date(touch.at) : null,
    },
  });
}
