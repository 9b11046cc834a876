// What the CRMs tell of cases reaches the figures: how often they were reopened is as the world's story has it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refresh } from '../../src/derive/refresh/refresh.ts';
import { startTestServer, type TestServer } from '../support/serve.ts';
import { CONNECTORS, createStage, SOURCES, type Stage } from './stage.ts';

let server: TestServer;
let stage: Stage;
beforeAll(async () => {
  server = await startTestServer({ connectors: CONNECTORS });
  stage = await createStage({ people: 600, world: server.world });
  for (const source of SOURCES) await stage.sync(source, 'FULL');
  await refresh(server.world.sql, { anew: true });
}, 120_000);
afterAll(async () => {
  await stage?.close();
  await server?.close();
});

it('of every resolved case in both', async () => {
  const rows = await server.world.sql.query<{
    home: string;
    resolved: number;
    told: number;
    reopened: number;
    dated: number;
  }>(
    `select k.connector as home, count(*)::int as resolved, count(i.reopen_count)::int as told,
       count(*) filter (where i.reopen_count > 0)::int as reopened,
       count(*) filter (where i.reopened_at > i.first_resolved_at and i.resolved_at > i.reopened_at)::int as dated
     from interaction i join connection k on k.id = i.connection_id
     where i.kind = 'SUPPORT_CASE' and i.resolved_at is not null group by 1 order by 1`,
  );
  expect(rows.map(row => row.home)).toEqual([...SOURCES].sort());
  for (const { home, resolved, told, reopened, dated } of rows) {
    const cases = stage.sandbox.world.cases.filter(one => one.home === home && one.resolvedAt !== null);
    const again = cases.filter(one => one.reopened).length;
    expect(again).toBeGreaterThan(5);
    expect({ home, resolved, told, reopened, dated }).toEqual({
      ...{ home, resolved: cases.length, told: cases.length, reopened: again, dated: again },
    });
  }
});

it('and chats of a source that keeps the first words in the case tell nothing of first contacts', async () => {
  const question = `{ metric(metric: FIRST_CONTACT_RESOLUTION, during: {last: "P3Y"}, by: [SOURCE], where: {channel: [CHAT]}) {
    groups { by { key } total { value n coverage missing } } } }`;
  const { data, errors } = await server.ask(question);
  expect(errors).toBeUndefined();
  interface Group {
    by: { key: string }[];
    total: { value: number | null; n: number; coverage: number; missing: string[] };
  }
  const { groups } = (data as unknown as { metric: { groups: Group[] } }).metric;
  const silent = groups.find(({ by }) => by[0]!.key === 'salesforce')!;
  expect(silent.total).toMatchObject({ value: null, n: 0, coverage: 0 });
  expect(silent.total.missing).toEqual([expect.stringContaining('resolved cases: not told how often')]);
  console.info(JSON.stringify(groups.map(({ by, total }) => [by[0]!.key, total.value, total.n, total.coverage])));
});
