// Incremental syncs show exactly what happened since: nothing, or these changes, deletions and merges.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../connectors/kit/story/people.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { crmsOf } from './crms.ts';
import { type Dump, differences, dump, writes } from './dump.ts';
import { People } from './people.ts';
import { CONNECTORS, createStage, type RunReport, SOURCES, type Stage } from './stage.ts';

const HOUR = 3_600_000;
/** An incremental sync of an unchanged source: one question a stream, one more where removals are asked for apart. */
const MOST_REQUESTS: Readonly<Record<string, number>> = { hubspot: 45, salesforce: 40 };
const NOTHING = { read: 0, created: 0, updated: 0, unchanged: 0, deleted: 0, rejected: 0 };

let stage: Stage;
const people = new People();
beforeAll(async () => {
  stage = await createStage({ people: 800 });
  for (const source of SOURCES) await stage.sync(source, 'FULL');
  people.look(stage.sandbox);
}, 60_000);
afterAll(() => stage?.close());

const customers = async () =>
  (await stage.world.sql.one<{ n: number }>(
    `select count(*)::int as n from customer where deleted_at is null and merged_into is null`,
  ))!.n;

/** Both sources, an hour later: every lag has passed. */
async function syncLater(mode: 'FULL' | 'INCREMENTAL'): Promise<Record<string, RunReport>> {
  stage.clock.advance(HOUR);
  const reports = {} as Record<string, RunReport>;
  for (const source of SOURCES) {
    reports[source] = await stage.sync(source, mode);
    expect(reports[source], source).toMatchObject({ status: 'SUCCEEDED', mode });
  }
  return reports;
}

/** Streams that did anything, with what they did. */
function deeds(run: RunReport): Record<string, string> {
  const entries = [...run.streams.values()].map(({ stream, created, updated, deleted }) => [
    stream,
    `+${created} ~${updated} -${deleted}`,
  ]);
  return Object.fromEntries(entries.filter(([, did]) => did !== '+0 ~0 -0'));
}

async function expectQuiet(): Promise<void> {
  const before = await writes(stage.world.sql);
  const runs = await syncLater('INCREMENTAL');
  for (const source of SOURCES) {
    expect(runs[source]!.counts).toEqual(NOTHING);
    expect(runs[source]!.requests).toBeGreaterThan(0);
    expect(runs[source]!.requests).toBeLessThanOrEqual(MOST_REQUESTS[source]!);
  }
  expect(await writes(stage.world.sql)).toEqual(before);
}

describe('an unchanged world', () => {
  it('costs few requests, writes nothing, and says so', expectQuiet, 60_000);

  it('is all unchanged in a second full sync too', async () => {
    const before = await writes(stage.world.sql);
    const runs = await syncLater('FULL');
    for (const source of SOURCES) {
      const { read, unchanged, ...rest } = runs[source]!.counts;
      expect(read).toBeGreaterThan(5000);
      expect(unchanged).toBe(read);
      expect(rest).toEqual({ created: 0, updated: 0, deleted: 0, rejected: 0 });
    }
    expect(await writes(stage.world.sql)).toEqual(before);
  }, 60_000);
});

describe('after 100 changes, 20 deletions and 5 merges', () => {
  let runs: Record<string, RunReport>;
  beforeAll(async () => {
    stage.clock.advance(HOUR);
    change();
    people.look(stage.sandbox);
    runs = await syncLater('INCREMENTAL');
  }, 60_000);

  function change(): void {
    const { world } = stage.sandbox;
    const { hubspot, salesforce } = crmsOf(stage.sandbox);
    // A record lost its value only by being counted: who shares an address with many is left alone.
    const plain = world.cast.filter(({ role }) => !['CROWD', 'PLACEHOLDER', 'ROLE', 'TWIN'].includes(role.part));
    const isContact = (person: Person) => person.at.salesforce?.object === 'Contact';
    const inHubSpot = take(plain, person => !person.at.salesforce, 41);
    const inSalesforce = take(plain, person => isContact(person) && !person.at.hubspot, 39);
    const inBoth = take(plain, person => isContact(person) && person.at.hubspot !== undefined, 10);
    const contact = (person: Person) => person.at.hubspot!.id;
    const contactId = (person: Person) => person.at.salesforce!.id;
    const at = <T>(list: T[], n: number) => list.splice(0, n);

    for (const person of at(inHubSpot, 25)) hubspot.portal.update('contacts', contact(person), { jobtitle: 'Chief' });
    // Links that lead to somebody who goes away now would be news, too.
    const staying = new Set(world.cast.map(person => person.at.hubspot?.id));
    for (const person of [...inHubSpot, ...inBoth]) staying.delete(contact(person));
    const calm = [...hubspot.portal.live('tickets')].filter(({ id }) =>
      hubspot.portal.links.of('tickets', id, 'contacts').every(link => staying.has(link.toId)),
    );
    for (const ticket of calm.slice(0, 25)) hubspot.portal.update('tickets', ticket.id, { subject: 'Changed' });
    for (const person of at(inSalesforce, 25)) salesforce.update('Contact', contactId(person), { Title: 'Chief' });
    for (const kase of [...salesforce.live('Case')].slice(0, 25))
      salesforce.update('Case', kase.Id, { Subject: 'Changed' });

    // Half of them are known to the other CRM, too, and stay customers.
    for (const person of [...at(inHubSpot, 5), ...inBoth.slice(0, 5)])
      hubspot.portal.archive('contacts', contact(person));
    for (const person of [...at(inSalesforce, 5), ...inBoth.slice(5)]) salesforce.delete('Contact', contactId(person));

    for (let n = 0; n < 3; n++) {
      const [a, b] = at(inHubSpot, 2).map(contact);
      hubspot.portal.merge('contacts', a!, b!);
    }
    for (let n = 0; n < 2; n++) {
      const [winner, loser] = at(inSalesforce, 2).map(contactId);
      salesforce.merge('Contact', winner!, loser!);
      people.join(`Contact/${winner}`, `Contact/${loser}`);
    }
  }

  it('each run shows exactly those', () => {
    // A merge in HubSpot makes a new record of two; in Salesforce the winner stays and is touched.
    expect(deeds(runs.hubspot!)).toMatchObject({ contacts: '+3 ~25 -16', tickets: '+0 ~25 -0' });
    expect(deeds(runs.salesforce!)).toEqual({ Contact: '+0 ~27 -12', Case: '+0 ~25 -0' });
  });

  it('links are shown only where they changed: those of the three records that the merges made', () => {
    const { contacts, tickets, ...others } = deeds(runs.hubspot!);
    expect([contacts, tickets]).not.toContain(undefined);
    expect(others).toEqual({ associations: '+3 ~0 -0' });
  });

  it('there are as many customers as people left', async () => {
    expect(await customers()).toBe(people.count(stage.sandbox));
    expect(await customers()).toBe(800 - 10 - 5);
  });

  it('the next one shows nothing', expectQuiet, 60_000);

  it('all data is what a new installation reads', async () => {
    const fresh = await freshlySynced();
    try {
      expect(differences(await known(stage.world), await known(fresh))).toEqual({});
    } finally {
      await fresh.close();
    }
  }, 60_000);

  it('a full sync finds no record that was missed', async () => {
    const full = await syncLater('FULL');
    const { associations, ...others } = deeds(full.hubspot!);
    // Whom an e-mail or a call belongs to is kept beside it, and moves no time: only full syncs see that it changed.
    expect(associations).toMatch(/^\+0 /);
    expect(others).toEqual({});
    expect(full.salesforce!.counts).toMatchObject({ created: 0, deleted: 0 });
    // References follow a merge without a trace in the row's time, so they are news.
    expect(deeds(full.salesforce!)).not.toHaveProperty('Contact');
    expect(await customers()).toBe(people.count(stage.sandbox));
  }, 60_000);
});

function take(cast: Person[], fits: (person: Person) => boolean, n: number): Person[] {
  const found = cast.filter(fits).slice(0, n);
  expect(found).toHaveLength(n);
  return found;
}

/**
 * What both know alike. A new installation cannot know to whom deleted records belonged, nor when a value first came;
 * and links have the time at which they were asked for.
 */
async function known({ sql }: TestContext): Promise<Dump> {
  const { source_record, customer, account, survey, survey_question, survey_answer, identifier, interaction } =
    await dump(sql);
  const without = (lines: readonly string[] = [], ...names: string[]) =>
    lines
      .map(line => JSON.stringify(JSON.parse(line), (key, value) => (names.includes(key) ? undefined : value)))
      .sort();
  return {
    // A reference that follows a merge changes the row, not its time.
    source_record: without(source_record, 'hash').filter(line => !line.includes('"association:')),
    customer: without(customer, 'provenance', 'last_interaction_at'),
    account: account!,
    survey: survey!,
    survey_question: survey_question!,
    survey_answer: survey_answer!,
    identifier: identifier!,
    interaction: without(interaction, 'customer', 'account'),
  };
}

async function freshlySynced(): Promise<TestContext> {
  const world = await createTestContext({ connectors: CONNECTORS });
  const other = await stage.into(world);
  for (const source of SOURCES) expect((await other.sync(source, 'FULL')).status).toBe('SUCCEEDED');
  return world;
}
