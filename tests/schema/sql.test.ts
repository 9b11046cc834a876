// The statements that the examples send are those that were reviewed: one file an example. `npm run sql` writes them anew.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DocumentNode, graphql, type OperationDefinitionNode, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../schema/create-schema.ts';
import { type Example, parseExample, readExamples } from '../../src/serve/workbench/examples.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { fillSparseWorld } from './sparse-world.ts';
import { statementsText } from './statements.ts';

/** Which statements are sent depends on it: whole months need no days. */
const NOW = '2026-06-15T10:20:30Z';
/** They begin by asking a CRM. */
const OUTWARD = ['ConnectCrm', 'StartSync'];
const FOLDER = fileURLToPath(new URL('sql/', import.meta.url));

const schema = createSchema();
let world: TestContext;
beforeAll(async () => {
  world = await createTestContext({ now: () => new Date(NOW) });
  await fillSparseWorld(world);
  // With something left to do, figures are as of the last refresh and not as of this minute.
  await world.sql.query(
    `update setting set value = value || jsonb_build_object('asOf', $1::text) where key = 'refresh'`,
    [NOW],
  );
  await world.sql.query('insert into change_mark (subject) values (0)');
});
afterAll(() => world.close());

interface Case {
  readonly file: string;
  readonly example: Example;
  readonly operations: readonly string[];
}

const readme = /```graphql\n(.*?)```/s.exec(readFileSync(new URL('../../README.md', import.meta.url), 'utf8'))![1]!;

const cases = [parseExample('00-readme.graphql', readme), ...readExamples()]
  .map(
    (example): Case => ({
      file: example.file.replace(/graphql$/, 'sql'),
      example,
      operations: operationsOf(parse(example.query)),
    }),
  )
  .filter(({ operations }) => operations.length > 0);

/** What is read once; subscriptions read the same objects whenever something happens. */
function operationsOf(document: DocumentNode): string[] {
  return document.definitions
    .filter((one): one is OperationDefinitionNode => one.kind === 'OperationDefinition')
    .filter(({ operation, name }) => operation !== 'subscription' && !OUTWARD.includes(name?.value ?? ''))
    .map(({ name }) => name?.value ?? '');
}

async function sent({ query, variables }: Example, operationName: string): Promise<string> {
  world.statements.length = 0;
  const { errors } = await graphql({
    schema,
    source: query,
    variableValues: variables === null ? {} : JSON.parse(variables),
    contextValue: world.fork(),
    ...(operationName && { operationName }),
  });
  expect(errors).toBeUndefined();
  return statementsText(operationName || 'The profile', world.statements);
}

// In their order: what an example saves is there for those after it.
it.each(cases)('$file', async ({ file, example, operations }) => {
  const texts = [];
  for (const operation of operations) texts.push(await sent(example, operation));
  await expect(texts.join('\n')).toMatchFileSnapshot(`${FOLDER}${file}`);
});

it('no file is left of an example that is gone', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(cases.map(({ file }) => file));
});

describe('the text', () => {
  it('tells how often a statement was sent, whatever came first', () => {
    const text = '-- Two: 3 statements\n\n-- 2 times\nselect\n  1;\n\nselect\n  2;\n';
    expect(statementsText('Two', ['select 1', 'select 2', 'select 1'])).toBe(text);
    expect(statementsText('Two', ['select 2', 'select 1 [took 3 ms, 1 result]', 'select 1'])).toBe(text);
  });

  it('leaves out what is written, and the transaction around it', () => {
    const writes = ['begin', 'with x as (select 1) update t set a = 1', 'insert into t values (1)', 'commit'];
    expect(statementsText('None', writes)).toBe('-- None: 0 statements\n');
  });
});
