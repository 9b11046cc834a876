// The world that is hunted in: people of the sandbox with all that is kept of them, and one of each thing that users make.
import { refresh } from '../../../src/derive/refresh/refresh.ts';
import { fitModels } from '../../../src/derive/scores/fit-models.ts';
import { offerReadySegments } from '../../../src/derive/segments/offer-ready.ts';
import { createTestContext } from '../../support/context.ts';
import { insert } from '../../support/rows.ts';
import { CONNECTORS, createStage, SOURCES, type Stage } from '../stage.ts';
import { type Hunted, startHunted } from './hunted.ts';
import { httpSender } from './sender.ts';
import type { Things } from './sense.ts';

export interface Ground {
  readonly stage: Stage;
  readonly hunted: Hunted;
  readonly things: Things;
  close(): Promise<void>;
}

export async function createGround(people: number): Promise<Ground> {
  const world = await createTestContext({ connectors: CONNECTORS });
  const stage = await createStage({ people, world });
  for (const source of SOURCES) await stage.sync(source, 'FULL');
  await fitModels(world.sql);
  await offerReadySegments(world.ctx, []);
  await insert(world.sql, 'connection', { key: 'spare', connector: 'hubspot', name: 'Spare', config: {} });
  await insert(world.sql, 'rejected_record', {
    connection_id: stage.connectionTo('hubspot'),
    object: 'contact',
    external_id: 'x1',
    reason: 'made for the hunter',
    payload: { a: 1 },
  });
  await refresh(world.sql);
  // As PostgreSQL does by itself a minute after so many rows came.
  await world.sql.query('analyze');
  const hunted = await startHunted(world.url);
  await prepare(hunted);
  return {
    stage,
    hunted,
    things: await thingsOf(stage, hunted),
    async close() {
      await hunted.stop();
      await stage.close();
      await world.close();
    },
  };
}

const PREPARATIONS = [
  `mutation { saveSurvey(input: {key: "hunted", name: "Hunted", kind: RELATIONSHIP, questions: [{key: "nps", measure: NPS, text: "?"}]}) { id } }`,
  `mutation { saveSegment(input: {key: "hunted", name: "Hunted", rule: {field: {field: COUNTRY, is: {eq: "DE"}}}}) { id } }`,
  `mutation { saveJourney(input: {key: "hunted", name: "Hunted", stages: [{key: "onboarding", name: "Bought", phase: PURCHASE, rule: {interaction: {kind: PURCHASE}}}]}) { id } }`,
  `mutation { saveAlertRule(input: {key: "hunted", name: "Hunted", every: MONTH, metric: NPS, when: {above: 1}}) { id } }`,
];

async function prepare(hunted: Hunted): Promise<void> {
  for (const document of PREPARATIONS) await ask(hunted, document);
}

/** The data of an answer without errors. */
async function ask(hunted: Hunted, document: string): Promise<unknown> {
  const sender = httpSender(hunted);
  const sent = await sender.send({ document, variables: '', about: '', group: '', operation: 'query', unequal: false });
  sender.close();
  if (sent.problem ?? sent.errors[0]) throw new Error(sent.problem ?? sent.errors[0]!.message);
  return JSON.parse(sent.text).data as unknown;
}

const CURSORS = `{
  a: customers(first: 1) { pageInfo { endCursor } }
  b: customers(first: 1, orderBy: {field: LAST_INTERACTION_AT}) { pageInfo { endCursor } }
  c: customers(first: 1, orderBy: {field: LIFETIME_VALUE}) { pageInfo { endCursor } }
  d: interactions(first: 1) { pageInfo { endCursor } }
  e: surveyResponses(first: 1) { pageInfo { endCursor } }
  f: syncRuns(first: 1) { pageInfo { endCursor } }
  g: accounts(first: 1) { pageInfo { endCursor } }
  h: metricRows(first: 1, metric: NPS, during: {last: "P360D"}) { pageInfo { endCursor } }
  i: customers(first: 1, orderBy: {field: DISPLAY_NAME}) { pageInfo { endCursor } }
}`;

async function thingsOf({ world, connectionTo, sandbox }: Stage, hunted: Hunted): Promise<Things> {
  const [row] = await world.sql.query<Record<'customer' | 'external' | 'email' | 'account' | 'run' | 'spare', string>>(
    `select p.customer_id as customer, s.external_id as external, c.email, c.account_id as account,
       (select max(id) from sync_run) as run, (select id from connection where key = 'spare') as spare
     from person_record p join source_record s on s.id = p.id join customer c on c.id = p.customer_id
     where s.object = 'contact' and c.account_id is not null and c.email is not null order by p.id limit 1`,
  );
  const pages = (await ask(hunted, CURSORS)) as Record<string, { pageInfo: { endCursor: string | null } }>;
  return {
    customer: `customer_${row!.customer}`,
    external: row!.external,
    email: row!.email,
    account: `account_${row!.account}`,
    connection: `connection_${connectionTo('hubspot')}`,
    spare: `connection_${row!.spare}`,
    run: `run_${row!.run}`,
    survey: 'hunted',
    question: 'nps',
    segment: 'hunted',
    sourceUrl: sandbox.parts.get('hubspot')!.url,
    cursors: Object.values(pages).flatMap(({ pageInfo }) => pageInfo.endCursor ?? []),
  };
}
