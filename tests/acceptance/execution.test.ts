// Compiled and plain execution answer alike: every example, documents of random shape, and values of every wrong kind.
import { type DocumentNode, type GraphQLError, parse } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSchema } from '../../schema/create-schema.ts';
import { createLog } from '../../src/base/log.ts';
import { Random } from '../../src/run/sandbox/random.ts';
import { requestProblems } from '../../src/serve/server/check-request.ts';
import { compilable } from '../../src/serve/server/compilable.ts';
import { createExecutor } from '../../src/serve/server/execute.ts';
import { formatError } from '../../src/serve/server/format-error.ts';
import { MAX_TOKENS } from '../../src/serve/server/limits.ts';
import { readExamples } from '../../src/serve/workbench/examples.ts';
import { drawGroups } from './hunter/draw.ts';
import { createGround, type Ground } from './hunter/ground.ts';
import { randomDocument } from './hunter/random-documents.ts';
import { createSense } from './hunter/sense.ts';

const SEED = Number(process.env.CXGRAPH_TEST_SEED ?? 1);
const DOCUMENTS = 2_000;
const VALUES = 1_000;
/** For the directives of random documents; the last ones are wrong. */
const CHOICES = [
  '{"yes":true,"no":false}',
  '{"yes":false,"no":true}',
  '{"yes":false,"no":false}',
  '{"yes":true,"no":true}',
  '{"yes":null,"no":false}',
  '{"yes":[true],"no":"no"}',
];
/** Figures are as of the moment they are read at. */
const START = Date.now();

interface Question {
  readonly about: string;
  readonly document: string;
  readonly variables: string;
}

const schema = createSchema();
const log = createLog('silent');
let ground: Ground;
beforeAll(async () => {
  ground = await createGround(60);
}, 120_000);
afterAll(() => ground?.close());

it('answers alike, compiled or not', async () => {
  const { world } = ground.stage;
  const interpreted = createExecutor(schema, 'never');
  const compiled = createExecutor(schema, 'always');
  const tally = { asked: 0, refused: 0, compiled: 0 };
  const differences: string[] = [];

  const ask = async ({ about, document: source, variables: text }: Question): Promise<void> => {
    const document = parsed(source);
    if (!document) return;
    const variables = JSON.parse(text) as Record<string, unknown>;
    tally.asked += 1;
    // Whatever a client may not send is refused alike, because it comes to neither.
    const isRefused = requestProblems(schema, { document, variables, suggest: false }).length > 0;
    if (isRefused) tally.refused += 1;
    else if (compilable(schema, document, null)) tally.compiled += 1;
    // But what is wrong with variables alone must not come through either way.
    if (isRefused && requestProblems(schema, { document, suggest: false }).some(isOfTheDocument)) return;
    const request = () => ({ document, source, operationName: null, variables, context: world.fork() });
    const plain = shown(await interpreted(request()));
    for (let time = 1; time <= 2; time++) {
      const other = shown(await compiled(request()));
      if (other !== plain) differences.push(`${about}: ${source} with ${text}\n${plain}\n${other}`);
    }
  };

  const questions = [...examples(), ...random(), ...values()].values();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (const question of questions) await ask(question);
    }),
  );
  console.log(
    `execution: ${tally.asked} documents, ${tally.refused} refused, ${tally.compiled} compiled, ${differences.length} differences, seed ${SEED}`,
  );
  expect(differences).toEqual([]);
  expect(tally.asked).toBeGreaterThan(DOCUMENTS + VALUES / 2);
  expect(tally.compiled).toBeGreaterThan(DOCUMENTS / 10);
}, 600_000);

function examples(): Question[] {
  return readExamples()
    .filter(({ query }) => /^\s*(?:query|\{)/m.test(query) && !/^\s*(?:mutation|subscription)/m.test(query))
    .map(({ file, query, variables }) => ({ about: file, document: query, variables: variables ?? '{}' }));
}

function random(): Question[] {
  const sense = createSense(ground.things);
  const seed = Random.of(SEED, 'documents');
  return Array.from({ length: DOCUMENTS }, (_, at) => {
    const { about, document } = randomDocument(schema, sense, seed.fork(at), at);
    // Whatever is refused for its directives is asked without them too.
    return at % 2 === 0
      ? { about, document, variables: CHOICES[(at / 2) % CHOICES.length]! }
      : { about, document: withoutDirectives(document), variables: '{}' };
  });
}

function withoutDirectives(document: string): string {
  return document.replace(/^query Random\([^)]*\)/, 'query Random').replace(/ @(?:skip|include)\(if: \$\w+\)/g, '');
}

/** Among them `@oneOf` with two or none, null, and lists for objects, as literals and as variables. */
function values(): Question[] {
  const seed = Random.of(SEED, 'values');
  const all = drawGroups(schema, ground.things, seed)
    .reads.flat()
    .filter(({ operation, document }) => operation === 'query' && document.length < 5_000);
  return seed
    .shuffled(all)
    .slice(0, VALUES)
    .map(({ about, document, variables }) => ({ about, document, variables: variables || '{}' }));
}

function parsed(source: string): DocumentNode | null {
  try {
    return parse(source, { maxTokens: MAX_TOKENS });
  } catch {
    return null;
  }
}

function isOfTheDocument({ extensions }: GraphQLError): boolean {
  return extensions.code !== 'BAD_USER_INPUT';
}

/** As a client would get it. */
function shown({ data, errors }: { readonly data?: unknown; readonly errors?: readonly GraphQLError[] }): string {
  const told = errors?.map(error => {
    const { message, path, extensions } = formatError(log, error.toJSON(), error);
    const { id, ...rest } = extensions ?? {};
    return { message: id === undefined ? message : 'a fault', path, extensions: rest };
  });
  // Errors of several fields come in the order in which their statements end.
  const text = JSON.stringify({ data, errors: told?.map(error => JSON.stringify(error)).sort() });
  return text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, moment => (Date.parse(moment) >= START ? 'now' : moment));
}
