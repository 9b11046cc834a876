// Every field of every type is asked for, over rows that have everything and rows that have nothing: none may fail.
import { graphql, isNonNullType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../schema/create-schema.ts';
import { UserError } from '../../src/base/errors.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { toyConnector } from '../support/toy-connector.ts';
import { plainValues } from './argument-values.ts';
import { Documents } from './every-field.ts';
import { fillSparseWorld } from './sparse-world.ts';

const schema = createSchema();
const documents = new Documents(schema, plainValues);
let world: TestContext;
/** How often each field, as Type.field, was there and was null. */
const seen = new Map<string, { there: number; missing: number }>();

/** May be null, but not in this world. */
const ALWAYS_THERE = [
  // Null only where they fail.
  'Journey.map',
  'Journey.paths',
  'Segment.explain',
  'Segment.growth',
  // Withheld where too few are open.
  'BacklogPoint.ages',
  // Null without `during`, which is always given here.
  'BacklogPoint.end',
  'BacklogPoint.opened',
  'BacklogPoint.resolved',
  'BacklogPoint.start',
  // Null without `compareTo` and `weightBy`, which are always given here.
  'CxIndexGroup.comparison',
  'MetricGroup.comparison',
  'StageReport.comparison',
  // Where all customers are alike.
  'Driver.importance',
  'Driver.share',
  'Driver.shapley',
  'DriverReport.rSquared',
  // Records that tell nothing are not told of.
  'FieldCandidate.value',
  'FieldProvenance.value',
  'RejectedRecord.externalId',
];

beforeAll(async () => {
  world = await createTestContext({
    connectors: [{ ...toyConnector(), recordUrl: (_config, object, id) => `https://toy.example/${object}/${id}` }],
  });
  await fillSparseWorld(world);
}, 60_000);
afterAll(() => world.close());

function note(value: unknown): void {
  if (Array.isArray(value)) for (const item of value) note(item);
  if (value === null || typeof value !== 'object' || !('__typename' in value)) return;
  const { __typename: type, ...fields } = value as Record<string, unknown>;
  for (const [key, field] of Object.entries(fields)) {
    const name = `${type}.${key.replace(`${type}_`, '')}`;
    const count = seen.get(name) ?? { there: 0, missing: 0 };
    if (field === null) count.missing += 1;
    else count.there += 1;
    seen.set(name, count);
    note(field);
  }
}

it.each(documents.everyField())('$name', async ({ query }) => {
  const { data, errors } = await graphql({ schema, source: query, contextValue: world.fork() });
  // Some figures need more data than there are: they say so, and are null.
  const faults = (errors ?? []).filter(error => !(error.originalError instanceof UserError));
  expect(faults.map(({ message, path }) => `${path?.join('.')}: ${message}`)).toEqual([]);
  for (const field of Object.values(data ?? {})) note(field);
});

describe('the rows', () => {
  const fields = documents.types.flatMap(type =>
    Object.values(type.getFields()).map(field => ({ name: `${type.name}.${field.name}`, type: field.type })),
  );

  it('have something in every field: none is silently null', () => {
    const silent = fields.filter(({ name }) => !seen.get(name)?.there).map(({ name }) => name);
    // No question groups by traits; the queue knows the second, and here is none; the last is null in so small a world.
    expect(silent).toEqual(['DimensionValue.trait', 'SyncSchedule.nextRunAt', 'IndexComparison.significant']);
  });

  it('lack something in every field that may be null', () => {
    const full = fields.filter(({ name, type }) => !isNonNullType(type) && !seen.get(name)?.missing);
    expect(full.map(({ name }) => name).sort()).toEqual([...ALWAYS_THERE].sort());
  });
});
