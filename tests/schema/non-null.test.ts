// What the schema promises is there: each field has a model, and what is never null comes from where nothing is.
import { buildASTSchema, extendSchema, isEnumType, isNonNullType, isObjectType, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CHANNELS,
  DIRECTIONS,
  INTERACTION_KINDS,
  LIFECYCLE_STAGES,
  MEASURES,
  SURVEY_KINDS,
} from '../../connectors/vocabulary.ts';
import { checkModels } from '../../schema/check-models.ts';
import { createSchema } from '../../schema/create-schema.ts';
import type { Field, GraphType } from '../../src/serve/graph/model.ts';
import { readModels } from '../../src/serve/graph/read-models.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { CERTAIN } from './certain.ts';

const schema = createSchema();
let world: TestContext;
/** "table.column" of what is NOT NULL in a migrated database, and all columns. */
const columns = new Map<string, boolean>();
beforeAll(async () => {
  world = await createTestContext();
  const rows = await world.sql.query<{ name: string; filled: boolean }>(
    `select table_name || '.' || column_name as name, is_nullable = 'NO' as filled
     from information_schema.columns where table_schema = 'public'`,
  );
  for (const { name, filled } of rows) columns.set(name, filled);
});
afterAll(() => world.close());

interface Promised {
  /** Such as Customer.displayName. */
  readonly path: string;
  readonly model: GraphType;
  readonly field: Field;
}

/** Fields of read types that the schema says are never null. Lists are empty where there is nothing. */
const promised: Promised[] = readModels().flatMap(model =>
  (model.variants?.names ?? [model.name]).flatMap(name => {
    const type = schema.getType(name);
    const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
    return fields
      .filter(field => isNonNullType(field.type))
      .map(({ name: field }) => ({ path: `${name}.${field}`, model, field: model.fields[field]! }))
      .filter(({ field }) => field.kind !== 'many' && field.kind !== 'page');
  }),
);

function isFilled({ model, field }: Promised): boolean {
  return field.kind === 'leaf' && field.column !== undefined && columns.get(`${model.table}.${field.column}`) === true;
}

describe('what is never null', () => {
  it('is a column that is NOT NULL, or is listed with its reason', () => {
    expect(promised.length).toBeGreaterThan(120);
    const unproved = promised.filter(one => !isFilled(one)).map(({ path }) => path);
    expect([...new Set(unproved)].sort()).toEqual(Object.keys(CERTAIN).sort());
  });

  it('names columns that there are', () => {
    const wrong = readModels().flatMap(({ name, table, fields }) =>
      Object.entries(fields)
        .filter(([, field]) => field.kind === 'leaf' && field.column !== undefined && /^[a-z_]+$/.test(table))
        .filter(([, field]) => field.kind === 'leaf' && !columns.has(`${table}.${field.column}`))
        .map(([field]) => `${name}.${field}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('an enum that sources fill', () => {
  it.each([
    ['InteractionKind', INTERACTION_KINDS],
    ['Channel', CHANNELS],
    ['LifecycleStage', LIFECYCLE_STAGES],
    ['SurveyKind', SURVEY_KINDS],
    ['Direction', DIRECTIONS],
    ['Measure', MEASURES],
  ] as const)('%s has every value that is taken from them: another would be no value at all', (name, values) => {
    const type = schema.getType(name);
    const known = isEnumType(type) ? type.getValues().map(value => value.name) : [];
    expect(values.filter(value => !known.includes(value))).toEqual([]);
  });
});

describe('a field without a model', () => {
  it('lets no schema be made', () => {
    const wider = extendSchema(
      schema,
      parse('extend type Purchase { colour: String } extend type Money { words: String }'),
    );
    expect(() => checkModels(wider, readModels())).toThrow(
      / Money\.words.* Purchase\.colour|Purchase\.colour.* Money\.words/,
    );
    expect(() => checkModels(schema, readModels())).not.toThrow();
  });

  it('is not overlooked because its type has another name', () => {
    const other = buildASTSchema(parse('type Query { person: Person } type Person { id: ID }'));
    expect(() => checkModels(other, readModels())).toThrow('no object type');
  });
});
