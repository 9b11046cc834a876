// Every kind of thing is found by its id, as its own type, by one statement.
import { getNamedType, graphql, isInterfaceType, isLeafType, isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSchema } from '../../../schema/create-schema.ts';
import { createTestContext, type TestContext } from '../../support/context.ts';
import { insert, insertConnection, insertInteraction, insertResponse, insertSurvey } from '../../support/rows.ts';

const schema = createSchema();
let world: TestContext;
const ids = new Map<string, string>();

beforeAll(async () => {
  world = await createTestContext();
  const { sql } = world;
  const hub = await insertConnection(sql, 'hubspot');
  const { survey, nps } = await insertSurvey(sql, 'yearly');
  const supportCase = await insertInteraction(sql, hub, { kind: 'SUPPORT_CASE', status: 'New' });
  const note = await insertInteraction(sql, hub, { kind: 'NOTE' });
  ids.set('Customer', `customer_${await insert(sql, 'customer', { display_name: 'Ada' })}`);
  ids.set('Account', `account_${await insert(sql, 'account', { name: 'Engines' })}`);
  ids.set('Survey', `survey_${survey}`);
  ids.set(
    'SurveyResponse',
    `response_${await insertResponse(sql, hub, { survey_id: survey }, [{ question_key: 'nps', question_id: nps, score: 9 }])}`,
  );
  ids.set('SupportCase', `interaction_${supportCase}`);
  ids.set('Purchase', `interaction_${await insertInteraction(sql, hub, { kind: 'PURCHASE' })}`);
  ids.set('Conversation', `interaction_${await insertInteraction(sql, hub, { kind: 'NOTE', case_id: supportCase })}`);
  ids.set('Activity', `interaction_${note}`);
  ids.set('SourceRecord', `record_${note}`);
  ids.set('Connection', `connection_${hub}`);
  ids.set('SyncRun', `run_${await insert(sql, 'sync_run', { connection_id: hub, mode: 'FULL', trigger: 'MANUAL' })}`);
  const rule = await insert(sql, 'alert_rule', {
    key: 'low',
    name: 'Low',
    metric: 'NPS',
    condition: { below: 0 },
    every: 'DAY',
  });
  ids.set('AlertRule', `rule_${rule}`);
  const alert = { rule_id: rule, revision: 1, start: '2026-01-01', end: '2026-01-01', finding: 'BELOW' };
  const opened = { opened_at: '2026-01-01T00:00:00Z', value: { metric: 'NPS' }, message: 'NPS is low.' };
  ids.set('Alert', `alert_${await insert(sql, 'alert', { ...alert, ...opened })}`);
  const inGermany = { field: { field: 'COUNTRY', is: { eq: 'DE' } } };
  ids.set('Segment', `segment_${await insert(sql, 'segment', { key: 'de', name: 'Germans', rule: inGermany })}`);
  const index = { key: 'own', version: 1, name: 'Own', aggregation: 'ARITHMETIC', components: {} };
  ids.set('CxIndexDefinition', `index_${await insert(sql, 'cx_index_definition', index)}`);
  const stages = JSON.stringify([
    { key: 'bought', name: 'Bought', phase: 'PURCHASE', rule: { interaction: { kind: 'PURCHASE' } } },
  ]);
  const journey = await insert(sql, 'journey', { key: 'own', name: 'Own', mode: 'ORDERED', stages });
  ids.set('Journey', `journey_${journey}`);
  const rejected = { connection_id: hub, object: 'contact', external_id: '1', reason: 'no', payload: {} };
  ids.set('RejectedRecord', `rejected_${await insert(sql, 'rejected_record', rejected)}`);
});
afterAll(() => world.close());

const node = schema.getType('Node');
const nodeTypes = isInterfaceType(node) ? schema.getPossibleTypes(node) : [];

it.each(nodeTypes.map(type => type.name))('%s', async name => {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} must be an object type`);
  // Every field without a selection of its own: each must have a column or an expression that works.
  const leaves = Object.values(type.getFields())
    .filter(field => isLeafType(getNamedType(field.type)))
    .map(field => field.name);
  const source = `query ($id: ID!) { node(id: $id) { __typename id ... on ${name} { ${leaves.join(' ')} } } }`;
  world.statements.length = 0;
  const { data, errors } = await graphql({
    schema,
    source,
    variableValues: { id: ids.get(name) },
    contextValue: world.fork(),
  });
  expect(errors).toBeUndefined();
  expect(data?.node).toMatchObject({ __typename: name, id: ids.get(name) });
  expect(world.statements).toHaveLength(1);
});
