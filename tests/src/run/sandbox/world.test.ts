// The world is the same for the same arguments, large enough, and well formed.
import { describe, expect, it } from 'vitest';
import { withChecks } from '../../../../connectors/salesforce/sandbox/ids.ts';
import { createWorld } from '../../../../src/run/sandbox/world.ts';
import { all, DAY, DESKS, NOW, wholeWorld } from './rows.ts';

const { world, hubspot, salesforce } = wholeWorld();
const sides = [hubspot, salesforce];

describe('the sandbox world', () => {
  it('is the same for the same seed and day, whatever the hour', () => {
    const rowsAt = (now: number) => {
      const again = wholeWorld({ now, people: 400 });
      return [again.hubspot, again.salesforce].map(side => Object.values(side.objects).map(all));
    };
    expect(rowsAt(NOW + 17 * 3_600_000)).toEqual(rowsAt(NOW));
    expect(rowsAt(NOW + DAY)).not.toEqual(rowsAt(NOW));
  });

  it('differs for another seed', () => {
    const emails = (seed: number) =>
      createWorld({ now: NOW, desks: DESKS, seed, people: 300 }).cast.map(person => person.email);
    expect(emails(2)).not.toEqual(emails(1));
  });

  it('has the people it states, in both CRMs and in one', () => {
    expect(world.people).toHaveLength(3000);
    const homes = Map.groupBy(world.people, person => new Set(person.records.map(r => r.source)).size);
    expect(homes.get(2)?.length).toBe(1200);
    const alone = homes.get(1) ?? [];
    expect(alone.filter(person => person.records[0]?.source === 'hubspot')).toHaveLength(1100);
    expect(alone.filter(person => person.records[0]?.source === 'salesforce')).toHaveLength(700);
    expect(createWorld({ now: NOW, desks: DESKS, people: 731 }).people).toHaveLength(731);
  });

  it('has the volumes that a first sync is meant to meet', () => {
    const count = (side: (typeof sides)[number], type: string) => side.objects[type]?.length ?? 0;
    const total = sides.flatMap(side => Object.values(side.objects)).reduce((sum, rows) => sum + rows.length, 0);
    expect(total).toBeGreaterThan(35_000);
    expect(total).toBeLessThan(45_000);
    expect(count(hubspot, 'tickets') + count(salesforce, 'Case')).toBe(4500);
    expect(count(hubspot, 'deals') + count(salesforce, 'Opportunity')).toBe(2490);
    const answers = count(hubspot, 'feedback_submissions') + count(salesforce, 'SurveyResponse');
    expect(answers).toBeGreaterThan(5500);
    expect(answers).toBeLessThan(7500);
    expect(count(salesforce, 'SurveyInvitation')).toBeGreaterThan(count(salesforce, 'SurveyResponse') * 1.3);
  });

  it('gives every row whole times, in order and not in the future, and each id once', () => {
    for (const rows of sides.flatMap(side => Object.values(side.objects))) {
      const list = all(rows);
      expect(new Set(list.map(row => row.id)).size).toBe(list.length);
      for (const row of list) {
        expect(Number.isInteger(row.createdAt) && Number.isInteger(row.modifiedAt)).toBe(true);
        expect(row.createdAt).toBeLessThanOrEqual(row.modifiedAt);
        expect(row.modifiedAt).toBeLessThan(world.now);
      }
    }
  });

  it('gives HubSpot ids of digits that do not ascend with time, and Salesforce ids with their check', () => {
    const contacts = all(hubspot.objects.contacts);
    for (const { id } of contacts) expect(id).toMatch(/^\d+$/);
    const unordered = contacts.some((row, n) => n > 0 && row.createdAt < contacts[n - 1]!.createdAt);
    expect(unordered).toBe(true);
    for (const rows of Object.values(salesforce.objects)) {
      for (const { id } of all(rows)) expect(id).toMatch(/^[0-9A-Za-z]{15}[A-Z0-5]{3}$/);
    }
    // An id from Salesforce's own world: its last three characters were not computed here.
    expect(withChecks('500B000000A1nvP')).toBe('500B000000A1nvPIAR');
  });

  it('names only records that exist', () => {
    const ids = (type: string) => new Set(all(salesforce.objects[type]).map(row => row.id));
    const targets: Record<string, string> = {
      ContactId: 'Contact',
      AccountId: 'Account',
      ParentId: 'Case',
      ResponseId: 'SurveyResponse',
    };
    for (const [field, type] of Object.entries(targets)) {
      const known = ids(type);
      for (const name of ['Case', 'Contact', 'Opportunity', 'CaseComment', 'EmailMessage', 'SurveyQuestionResponse']) {
        for (const row of all(salesforce.objects[name])) {
          const value = row.fields[field];
          if (typeof value === 'string') expect(known.has(value)).toBe(true);
        }
      }
    }
    const contacts = new Set(all(hubspot.objects.contacts).map(row => row.id));
    for (const ticket of all(hubspot.objects.tickets)) {
      const linked = hubspot.links('tickets', ticket.id, 'contacts');
      expect(linked).toHaveLength(1);
      expect(contacts.has(linked[0]!.toId)).toBe(true);
      expect(hubspot.links('contacts', linked[0]!.toId, 'tickets').some(link => link.toId === ticket.id)).toBe(true);
    }
  });
});
