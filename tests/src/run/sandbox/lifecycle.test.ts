// The dates of lifecycle stages: in order, in keeping with the deals, and as the story tells.
import { expect, it } from 'vitest';
import type { FakeRow } from '../../../../connectors/kit/fake-rows.ts';
import { MIGRATION_DAYS_AGO, REORGANISATION_DAYS_AGO } from '../../../../src/run/sandbox/story.ts';
import { all, DAY, text, wholeWorld } from './rows.ts';

const { world, hubspot } = wholeWorld();
const STAGES = 'subscriber lead marketingqualifiedlead salesqualifiedlead opportunity customer evangelist'.split(' ');
const dateOf = (row: FakeRow, stage: string): number | null => {
  const value = text(row, `hs_lifecyclestage_${stage}_date`);
  return value === null ? null : Date.parse(value);
};
const contacts = all(hubspot.objects.contacts);
const key = (type: string, id: string) => hubspot.links(type, id, 'contacts')[0]?.toId;
const deals = Map.groupBy(all(hubspot.objects.deals), row => key('deals', row.id));

it('come in their order, from when the contact was made to the present stage', () => {
  for (const row of contacts) {
    const dates = STAGES.flatMap(stage => dateOf(row, stage) ?? []);
    expect(dates[0]).toBe(row.createdAt);
    expect(dates).toEqual(dates.toSorted((a, b) => a - b));
    expect(dates.at(-1)).toBe(dateOf(row, text(row, 'lifecyclestage')!));
    expect(dates.at(-1)).toBeLessThanOrEqual(row.modifiedAt);
  }
});

it('make customers of those who buy, no later than their first won deal', () => {
  let bought = 0;
  for (const row of contacts) {
    const won = (deals.get(row.id) ?? []).filter(deal => text(deal, 'hs_is_closed_won') === 'true');
    if (won.length === 0) continue;
    bought += 1;
    expect(dateOf(row, 'customer')).toBeLessThanOrEqual(
      Math.min(...won.map(deal => Date.parse(text(deal, 'closedate')!))),
    );
  }
  expect(bought).toBeGreaterThan(300);
});

it('let people of the crisis wait longer until they are in a deal', () => {
  const wait = (during: (ago: number) => boolean) => {
    const waits = contacts
      .filter(row => during((world.now - row.createdAt) / DAY))
      // Deals that the records know set their own dates.
      .filter(row => !deals.has(row.id))
      .flatMap(row => {
        const at = dateOf(row, 'opportunity');
        return at === null ? [] : [(at - row.createdAt) / DAY];
      })
      .sort((a, b) => a - b);
    expect(waits.length).toBeGreaterThan(20);
    return waits[Math.floor(waits.length / 2)]!;
  };
  const before = wait(ago => ago > MIGRATION_DAYS_AGO);
  const during = wait(ago => ago < MIGRATION_DAYS_AGO - 10 && ago > REORGANISATION_DAYS_AGO);
  expect(during).toBeGreaterThan(1.5 * before);
});
