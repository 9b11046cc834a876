// Whatever goes wrong on the way, a full sync ends with the data of an undisturbed one, or says what is missing.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault, FaultEffect } from '../../connectors/kit/fake-server.ts';
import { updateConnection } from '../../src/ingest/sync/connections.ts';
import { cancelSync } from '../../src/ingest/sync/runs.ts';
import { createTestContext } from '../support/context.ts';
import { type Crms, crmsOf } from './crms.ts';
import { type Dump, data, differences } from './dump.ts';
import { CONNECTORS, createStage, type Installation, SOURCES, type Stage } from './stage.ts';

let stage: Stage;
let crms: Crms;
let calm: Dump;
let here: Installation;
beforeAll(async () => {
  stage = await createStage({ people: 200 });
  crms = crmsOf(stage.sandbox);
  for (const source of SOURCES) await stage.sync(source, 'FULL');
  calm = await data(stage.world.sql);
}, 60_000);
afterAll(() => stage?.close());
beforeEach(async () => {
  here = await stage.into(await createTestContext({ connectors: CONNECTORS }));
});
afterEach(async () => {
  for (const server of stage.servers) server.heal();
  crms.hubspot.portal.refused.clear();
  crms.hubspot.door.expired = false;
  crms.salesforce.tokens.refuseAll = false;
  await here.world.close();
});

const failing = (fault: Fault) => stage.servers.forEach(server => void server.fail(fault));
const slow = (delayMs: number) => failing({ route: /./, effect: { delayMs }, calls: () => true });
const expectAll = async () => expect(differences(await data(here.world.sql), calm)).toEqual({});
const connectionOf = async (id: number) =>
  here.world.sql.one<{ status: string; status_message: string | null; lease_holder: string | null }>(
    `select status, status_message, lease_holder from connection where id = $1`,
    [id],
  );

async function untilRead(run: number, atLeast: number): Promise<void> {
  while ([...(await here.report(run)).streams.values()].reduce((sum, { read }) => sum + read, 0) < atLeast)
    await sleep(10);
}

describe('failing answers', () => {
  const html: FaultEffect = { reply: { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' } };
  const effects: Record<string, FaultEffect> = {
    'cut bodies': { cutAfter: 300 },
    'pages of HTML': html,
    'errors of the server': { reply: { status: 500, body: 'oops' } },
    'dropped connections': { reset: true },
    'lost answers': { dropAnswer: true },
    'half a JSON': {
      reply: { status: 200, headers: { 'content-type': 'application/json' }, body: '{"results":[{"id' },
    },
  };

  it.each(Object.entries(effects))(
    '%s here and there lose nothing',
    async (_, effect) => {
      failing({ route: /./, effect, calls: n => n % 9 === 4 });
      for (const source of SOURCES) {
        expect(await here.sync(source, 'FULL')).toMatchObject({ status: 'SUCCEEDED', counts: { rejected: 0 } });
      }
      await expectAll();
    },
    60_000,
  );

  it('a vendor that asks for patience gets it', async () => {
    const body = { status: 'error', message: 'You have reached your secondly limit.', category: 'RATE_LIMITS' };
    crms.hubspot.server.fail({
      route: /./,
      effect: { reply: { status: 429, body } },
      calls: n => n % 40 === 7,
    });
    expect((await here.sync('hubspot', 'FULL')).status).toBe('SUCCEEDED');
    expect((await here.sync('salesforce', 'FULL')).status).toBe('SUCCEEDED');
    await expectAll();
  }, 60_000);

  it('an outage parks the run, which goes on where it was', async () => {
    const effect: FaultEffect = { reply: { status: 503, body: 'down' } };
    crms.salesforce.server.fail({ route: /query/, effect, calls: n => n > 12 });
    const run = await here.start('salesforce', 'FULL');
    expect((await here.work(run)).parkedMs).toBeGreaterThan(1000);
    expect(await here.report(run)).toMatchObject({ status: 'QUEUED', error: expect.stringMatching(/./) });
    for (const server of stage.servers) server.heal();
    expect(await here.work(run)).toEqual({});
    const { streams } = await here.report(run);
    for (const { stream, read, created, status } of streams.values()) {
      expect(status, stream).toBe('SUCCEEDED');
      expect(created, `${stream} reads no page again`).toBe(read);
    }
    await here.sync('hubspot', 'FULL');
    await expectAll();
  }, 120_000);
});

describe('refusals', () => {
  it('a stream that may not be read fails by name, and the others finish', async () => {
    crms.hubspot.portal.refused.set('tickets', ['tickets']);
    const run = await here.sync('hubspot', 'FULL');
    expect(run.status).toBe('FAILED');
    expect(run.error).toMatch(/^tickets: .*scope/im);
    const statuses = [...run.streams.values()].filter(({ status }) => status === 'FAILED').map(({ stream }) => stream);
    // The stages of ticket pipelines and the links of tickets need the same permission.
    expect(statuses).toEqual(['pipelines', 'tickets', 'associations']);
    expect(run.streams.get('contacts')).toMatchObject({ status: 'SUCCEEDED', error: null });
    expect(await connectionOf(here.connectionTo('hubspot'))).toMatchObject({
      status: 'FAILING',
      status_message: expect.stringContaining('tickets'),
      lease_holder: null,
    });

    crms.hubspot.portal.refused.clear();
    expect((await here.sync('hubspot', 'INCREMENTAL')).status).toBe('SUCCEEDED');
    // The read of all links went on where it had failed; those of tickets, which came only now, follow.
    expect((await here.sync('hubspot', 'INCREMENTAL')).status).toBe('SUCCEEDED');
    expect(await connectionOf(here.connectionTo('hubspot'))).toMatchObject({ status: 'READY', status_message: null });
    await here.sync('salesforce', 'FULL');
    await expectAll();
  }, 60_000);

  it.each(SOURCES)(
    'a token that %s refuses makes the connection UNAUTHORIZED, until there is a new one',
    async source => {
      crms.hubspot.door.expired = true;
      crms.salesforce.tokens.refuseAll = true;
      expect((await here.sync(source, 'FULL')).status).toBe('FAILED');
      expect(await connectionOf(here.connectionTo(source))).toMatchObject({ status: 'UNAUTHORIZED' });
      await expect(here.start(source, 'FULL')).rejects.toMatchObject({ code: 'SOURCE_UNAUTHORIZED' });

      crms.hubspot.door.expired = false;
      crms.salesforce.tokens.refuseAll = false;
      const { config } = stage.sandbox.connections.find(({ connector }) => connector === source)!;
      await updateConnection(here.world.fork(), here.connectionTo(source), { config });
      for (const each of SOURCES) expect((await here.sync(each, 'FULL')).status).toBe('SUCCEEDED');
      await expectAll();
    },
    60_000,
  );
});

describe('workers', () => {
  it('of two that take the same run one works, and the other comes back later', async () => {
    slow(10);
    for (const source of SOURCES) {
      const run = await here.start(source, 'FULL');
      const outcomes = await Promise.all([here.work(run), here.work(run), here.work(run)]);
      expect(outcomes.filter(({ parkedMs }) => parkedMs === undefined)).toHaveLength(1);
      expect(await here.work(run)).toEqual({});
      const report = await here.report(run);
      expect(report).toMatchObject({ status: 'SUCCEEDED', counts: { updated: 0, unchanged: 0 } });
    }
    await expectAll();
  }, 60_000);

  it('a run that is cancelled midway stops, and the next one goes on from there', async () => {
    slow(250);
    const run = await here.start('hubspot', 'FULL');
    const working = here.work(run);
    await untilRead(run, 100);
    await cancelSync(here.world.fork(), run);
    await working;
    const cancelled = await here.report(run);
    expect(cancelled).toMatchObject({ status: 'CANCELLED', error: null });
    expect([...cancelled.streams.values()].map(({ status }) => status)).toContain('CANCELLED');
    for (const server of stage.servers) server.heal();
    const next = await here.sync('hubspot', 'INCREMENTAL');
    expect(next).toMatchObject({ status: 'SUCCEEDED' });
    expect(next.counts.created + cancelled.counts.created).toBe((await stage.report(1)).counts.created);
    await here.sync('salesforce', 'FULL');
    await expectAll();
  }, 60_000);

  it('a database that drops its connections holds nobody up', async () => {
    slow(15);
    for (const source of SOURCES) {
      const run = await here.start(source, 'FULL');
      let cuts = 0;
      for (let done = false; !done; ) {
        const working = here.work(run).then(
          ({ parkedMs }) => parkedMs === undefined,
          () => false,
        );
        if (cuts++ < 3) {
          await Promise.race([working, untilRead(run, cuts * 150).catch(() => undefined)]);
          await here.world.sql
            .query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()`)
            .catch(() => undefined);
        }
        done = await working;
      }
      expect((await here.report(run)).status).toBe('SUCCEEDED');
    }
    await expectAll();
  }, 120_000);
});

describe('a record that cannot be used', () => {
  it('is set aside with its payload and the reason, and taken in once it is mended', async () => {
    const { salesforce } = crms;
    const [response] = salesforce.live('SurveyResponse');
    const [question] = salesforce.live('SurveyQuestion');
    const id = salesforce.create('SurveyQuestionResponse', { Datatype: 'Number', NumberValue: 3 });
    try {
      const run = await here.sync('salesforce', 'FULL');
      expect(run).toMatchObject({ status: 'SUCCEEDED', counts: { rejected: 1 } });
      expect(run.streams.get('SurveyQuestionResponse')).toMatchObject({ rejected: 1 });
      const rejected = `select object, external_id, payload ->> 'NumberValue' as score, reason from rejected_record`;
      expect(await here.world.sql.query(rejected)).toEqual([
        { object: 'SurveyQuestionResponse', external_id: id, score: '3', reason: expect.stringMatching(/question/) },
      ]);
      stage.clock.advance(60_000);
      salesforce.update('SurveyQuestionResponse', id, { ResponseId: response!.Id, QuestionId: question!.Id });
      stage.clock.advance(60_000);
      expect((await here.sync('salesforce', 'INCREMENTAL')).counts).toMatchObject({ created: 1, rejected: 0 });
      expect(await here.world.sql.query(rejected)).toEqual([]);
    } finally {
      salesforce.purge('SurveyQuestionResponse', id);
    }
  }, 60_000);
});
