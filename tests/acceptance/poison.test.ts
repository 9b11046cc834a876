// A record that cannot be counted does not keep the next one out of the figures, and it is told what became of it.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disconnect } from '../../src/ingest/sync/disconnect.ts';
import { createSource, person, raw, type TestSource } from '../support/pipeline.ts';
import { requestOf } from './hunter/attacks.ts';
import { createGround, type Ground } from './hunter/ground.ts';
import { httpSender, type Sender } from './hunter/sender.ts';

/** Seconds, not minutes: what is queued waits up to one. */
const SOON_MS = 10_000;

let ground: Ground;
let sender: Sender;
let shop: TestSource;
beforeAll(async () => {
  ground = await createGround(50);
  sender = httpSender(ground.hunted);
  shop = await createSource(ground.stage.world.sql, 'shop');
}, 120_000);
afterAll(async () => {
  sender?.close();
  await ground?.close();
});

// biome-ignore format: one line reads better
type Figure = { readonly metric: { readonly groups: readonly { readonly total: { readonly value: number | null; readonly n: number } }[] } };

async function ask<T>(query: string): Promise<T> {
  const { text, problem, errors } = await sender.send(requestOf(query));
  expect({ problem, errors }).toEqual({ problem: null, errors: [] });
  return JSON.parse(text).data as T;
}

let recorded = 0;
/** What an application records makes the worker look at all that waits. */
async function happen(what: string): Promise<void> {
  const customer = `customer: {email: "ordinary-${++recorded}@people.example"}`;
  const { recordInteractions } = await ask<{ recordInteractions: { accepted: number } }>(
    `mutation { recordInteractions(interactions: [{id: "ordinary-${recorded}", ${customer}, occurredAt: "${today()}", ${what}}]) { accepted } }`,
  );
  expect(recordInteractions.accepted).toBe(1);
}

const today = () => new Date(Date.now() - 60_000).toISOString();

async function total(metric: string, touchpoint: string): Promise<{ value: number | null; n: number } | undefined> {
  const { groups } = (
    await ask<Figure>(
      `{ metric(metric: ${metric}, during: {last: "P30D"}, where: {touchpoint: ["${touchpoint}"]}) { groups { total { value n } } } }`,
    )
  ).metric;
  return groups[0]?.total;
}

async function soon<T>(read: () => Promise<T>, isThere: (found: T) => boolean): Promise<T> {
  const until = Date.now() + SOON_MS;
  for (;;) {
    const found = await read();
    if (isThere(found) || Date.now() > until) return found;
    await sleep(100);
  }
}

const reasonsOf = async (id: string): Promise<string[]> => {
  const { rejectedRecords } = await ask<{ rejectedRecords: { nodes: { externalId: string; reason: string }[] } }>(
    `{ rejectedRecords(first: 50) { nodes { externalId reason } } }`,
  );
  return rejectedRecords.nodes.filter(({ externalId }) => externalId === id).map(({ reason }) => reason);
};

describe('after', () => {
  it('a contact whose country has 9,000 characters, the next one is in the figures within seconds', async () => {
    const size = async () =>
      (await ask<{ segment: { size: number } }>('{ segment(key: "hunted") { size } }')).segment.size;
    const before = await size();
    await shop.commit({
      records: [person('long', 0, { emails: ['long@people.example'], fields: { country: 'x'.repeat(9_000) } })],
    });
    await shop.commit({ records: [person('fine', 0, { emails: ['fine@people.example'], fields: { country: 'DE' } })] });
    await happen('kind: NOTE');
    expect(await soon(size, found => found > before)).toBe(before + 1);
    const { customer } = await ask<{ customer: { country: string | null } | null }>(
      '{ customer(by: {email: "long@people.example"}) { country } }',
    );
    const reasons = await reasonsOf('long');
    expect(customer !== null || reasons.length === 1).toBe(true);
    expect(customer?.country?.length ?? 0).toBeLessThanOrEqual(1_000);
  });

  it('a purchase of 1e200, the next one is in the revenue within seconds, and the sum is finite', async () => {
    const record = raw('order', 'huge', 0, {
      type: 'interaction',
      kind: 'PURCHASE',
      occurredAt: today(),
      touchpoint: 'poisoned shop',
      amount: 1e200,
      currency: 'EUR',
    });
    await shop.commit({ records: [record] });
    await happen('kind: PURCHASE, amount: 10, currency: "EUR", touchpoint: "poisoned shop"');
    const found = await soon(
      () => total('REVENUE', 'poisoned shop'),
      figure => figure?.value === 10,
    );
    expect(found?.value).toBe(10);
    const [taken] = await ground.stage.world.sql.query<{ amount: number | null }>(
      `select amount from interaction where touchpoint = 'poisoned shop' and ref like '%huge%'`,
    );
    const reasons = await reasonsOf('huge');
    expect(taken ? taken.amount : reasons.length === 1 && null).toBeNull();
  });

  it('a case without a status, all others are still told', async () => {
    const record = raw('case', 'bare', 0, {
      type: 'interaction',
      kind: 'SUPPORT_CASE',
      occurredAt: today(),
      touchpoint: 'poisoned desk',
    });
    await shop.commit({ records: [record] });
    await happen('kind: SUPPORT_CASE, touchpoint: "poisoned desk"');
    const found = await soon(
      () => total('CASE_VOLUME', 'poisoned desk'),
      figure => figure?.value === 2,
    );
    expect(found?.value).toBe(2);
    const { interactions } = await ask<{ interactions: { nodes: unknown[] } }>(
      '{ interactions(first: 5, where: {touchpoint: ["poisoned desk"]}) { nodes { id ... on SupportCase { status reopenCount contactCount } } } }',
    );
    expect(interactions.nodes).toHaveLength(2);
  });

  it('a page of hostile contacts, each is taken without the value or listed with its reason', async () => {
    const hostile = ['a\0b', 'a\ud800b', 'x'.repeat(9_000), 'y'.repeat(4_000_000)];
    const fields = ['givenName', 'familyName', 'phone', 'jobTitle', 'country', 'language'] as const;
    const records = hostile.flatMap((value, n) =>
      fields.map(field =>
        person(`hostile-${n}-${field}`, 0, { emails: [`${n}-${field}@people.example`], fields: { [field]: value } }),
      ),
    );
    for (const record of records) await shop.commit({ records: [record] });
    const told = await ground.stage.world.sql.query<{ id: string }>(
      `select external_id as id from rejected_record where external_id like 'hostile-%' union
       select s.external_id from source_record s join person_record p on p.id = s.id where s.external_id like 'hostile-%'`,
    );
    expect(told.map(({ id }) => id).sort()).toEqual(records.map(({ id }) => id).sort());
    await happen('kind: SUPPORT_CASE, touchpoint: "after the hostile"');
    const found = await soon(
      () => total('CASE_VOLUME', 'after the hostile'),
      figure => figure?.value === 1,
    );
    expect(found?.value).toBe(1);
    const marks = await soon(
      () => ground.stage.world.sql.query('select 1 from change_mark'),
      rows => rows.length === 0,
    );
    expect(marks).toEqual([]);
  });
});

describe('nothing is null that says it never is', () => {
  it('for a search that asks for nothing but __typename', async () => {
    expect(
      await ask('{ customers(first: 1, search: "a") { __typename } accounts(first: 1, search: "a") { __typename } }'),
    ).toEqual({
      customers: { __typename: 'CustomerConnection' },
      accounts: { __typename: 'AccountConnection' },
    });
  });

  it('for responses whose survey was disconnected', async () => {
    const { sql } = ground.stage.world;
    const asked = await createSource(sql, 'asked');
    const questions = [{ key: 'nps', text: 'Well?', measure: 'NPS' as const, higherIsBetter: true }];
    await asked.commit({
      records: [
        raw('survey', 'gone', 0, { type: 'survey', key: 'gone', name: 'Gone', kind: 'RELATIONSHIP', questions }),
      ],
    });
    const { recordSurveyResponses } = await ask<{ recordSurveyResponses: { accepted: number } }>(
      `mutation { recordSurveyResponses(responses: [{id: "left", survey: "asked-gone", respondedAt: "${today()}", answers: [{question: "nps", score: 9}]}]) { accepted } }`,
    );
    expect(recordSurveyResponses.accepted).toBe(1);
    await disconnect(ground.stage.world.fork(), asked.target.connectionId, true);
    const { surveyResponses } = await ask<{ surveyResponses: { nodes: unknown[] } }>(
      '{ surveyResponses(first: 1, where: {respondedAt: {from: "2026-11-01T00:00:00Z"}}) { nodes { survey { key } answers { score question { key } } } } }',
    );
    expect(surveyResponses.nodes).toHaveLength(1);
  });
});
