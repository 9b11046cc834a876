// The story that the documentation tells can be counted in the rows.
import { describe, expect, it } from 'vitest';
import type { FakeRow } from '../../../../connectors/kit/fake-rows.ts';
import { MIGRATION_DAYS_AGO, REORGANISATION_DAYS_AGO } from '../../../../src/run/sandbox/story.ts';
import { all, DAY, text, wholeWorld } from './rows.ts';

const { world, hubspot, salesforce } = wholeWorld();
const contacts = new Map(all(hubspot.objects.contacts).map(row => [row.id, row]));
const tickets = new Map(all(hubspot.objects.tickets).map(row => [row.id, row]));
const feedback = all(hubspot.objects.feedback_submissions);

type Phase = 'before' | 'crisis' | 'after';
function phaseOf(at: number): Phase | null {
  const ago = (world.now - at) / DAY;
  if (ago > MIGRATION_DAYS_AGO) return 'before';
  if (ago < MIGRATION_DAYS_AGO - 10 && ago > REORGANISATION_DAYS_AGO) return 'crisis';
  return ago < 110 ? 'after' : null;
}

function mean(values: readonly number[]): number {
  expect(values.length).toBeGreaterThan(25);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const ticketOf = (row: FakeRow) => tickets.get(hubspot.links('feedback_submissions', row.id, 'tickets')[0]?.toId ?? '');

/** Mean score of the answers of one kind in one phase. */
function score(type: string, phase: Phase, about: (row: FakeRow) => boolean): number {
  const rows = feedback.filter(
    row => text(row, 'hs_survey_type') === type && phaseOf(row.createdAt) === phase && about(row),
  );
  return mean(rows.map(row => Number(text(row, 'hs_value'))));
}

function nps(phase: Phase, tier: string): number {
  const scores = feedback
    .filter(row => text(row, 'hs_survey_type') === 'NPS' && phaseOf(row.createdAt) === phase)
    .filter(row => text(contacts.get(text(row, 'hs_contact_id') ?? '')!, 'plan_tier') === tier)
    .map(row => Number(text(row, 'hs_value')));
  return 100 * mean(scores.map(value => (value >= 9 ? 1 : value <= 6 ? -1 : 0)));
}

const aboutBilling = (row: FakeRow) => text(ticketOf(row)!, 'hs_ticket_category') === 'BILLING_ISSUE';
const aboutChat = (row: FakeRow) => text(ticketOf(row)!, 'source_type') === 'CHAT';

describe('the story', () => {
  it('satisfaction with billing and chat falls sharply, then comes back', () => {
    const either = (row: FakeRow) => aboutBilling(row) || aboutChat(row);
    expect(score('CSAT', 'before', either)).toBeGreaterThan(3.9);
    expect(score('CSAT', 'crisis', either)).toBeLessThan(score('CSAT', 'before', either) - 0.7);
    expect(score('CSAT', 'after', either)).toBeGreaterThan(score('CSAT', 'crisis', either) + 0.6);
    expect(score('CES', 'crisis', either)).toBeLessThan(score('CES', 'before', either) - 0.8);
  });

  it('other contacts suffer far less', () => {
    const neither = (row: FakeRow) => !aboutBilling(row) && !aboutChat(row);
    expect(score('CSAT', 'crisis', neither)).toBeGreaterThan(score('CSAT', 'before', neither) - 0.5);
  });

  it('first answers and solutions in chat take much longer for three months', () => {
    const wait = (phase: Phase, field: string) => {
      const rows = [...tickets.values()].filter(
        row => text(row, 'source_type') === 'CHAT' && phaseOf(row.createdAt) === phase,
      );
      const times = rows.flatMap(row => (text(row, field) ? [Date.parse(text(row, field)!) - row.createdAt] : []));
      return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
    };
    for (const field of ['first_agent_reply_date', 'closed_date']) {
      expect(wait('crisis', field)).toBeGreaterThan(2.5 * wait('before', field));
      expect(wait('after', field)).toBeLessThan(1.5 * wait('before', field));
    }
  });

  it('afterwards growth is back, and small accounts stay below their old level', () => {
    for (const tier of ['growth', 'starter']) expect(nps('crisis', tier)).toBeLessThan(nps('before', tier) - 20);
    expect(nps('after', 'starter')).toBeLessThan(nps('before', 'starter') - 15);
    expect(nps('after', 'growth')).toBeGreaterThan(nps('crisis', 'growth') + 20);
  });

  it('enterprise customers, who answer in Salesforce, end above their old level', () => {
    const plan = new Map(all(salesforce.objects.Contact).map(row => [row.id, text(row, 'Plan__c')]));
    const loyalty = all(salesforce.objects.Survey).find(row => text(row, 'Name')?.includes('NPS'))!;
    const responses = new Map(
      all(salesforce.objects.SurveyResponse)
        .filter(row => row.fields.SurveyId === loyalty.id && plan.get(text(row, 'SubmitterId') ?? '') === 'Enterprise')
        .map(row => [row.id, row]),
    );
    const level = (phase: Phase) =>
      mean(
        all(salesforce.objects.SurveyQuestionResponse)
          .filter(row => typeof row.fields.NumberValue === 'number' && responses.has(text(row, 'ResponseId') ?? ''))
          .filter(row => phaseOf(row.createdAt) === phase)
          .map(row => Number(row.fields.NumberValue)),
      );
    expect(level('crisis')).toBeLessThan(level('before') - 0.5);
    expect(level('after')).toBeGreaterThan(level('before') + 0.3);
  });

  it('words match scores, and several languages occur', () => {
    const words = (row: FakeRow) => text(row, 'hs_content') ?? '';
    const csat = feedback.filter(row => text(row, 'hs_survey_type') === 'CSAT' && words(row));
    const angry = csat.filter(row =>
      /terrible|frustrating|too long|disappointed|poor service|annoying|langsam|ärgerlich|déçu|inacc?eptable|decepcionado/i.test(
        words(row),
      ),
    );
    const glad = csat.filter(row => /excellent|great support|quick, kind|fast and friendly/i.test(words(row)));
    expect(mean(angry.map(row => Number(text(row, 'hs_value'))))).toBeLessThan(3);
    expect(mean(glad.map(row => Number(text(row, 'hs_value'))))).toBeGreaterThan(3.8);
    expect(csat.some(row => /enttäuscht|ärgerlich|zufrieden/.test(words(row)))).toBe(true);
    expect(csat.some(row => /déçu|rapide/.test(words(row)))).toBe(true);
    expect(new Set(csat.map(words)).size).toBeGreaterThan(60);
  });
});
