// How journeys and their stages are read.
import type { Context } from '../../base/context/context.ts';
import { utc } from '../../base/database/statement.ts';
import { columns, type GraphType, id, leaf } from './model.ts';
import { readAll, readOne } from './read.ts';
import type { Selected } from './selection.ts';

/** The fields of a stage, given the SQL of its JSON. `ruleText` is put into words by a resolver. */
export function stageType(stage: (row: string) => string): GraphType {
  const text = (key: string) => leaf(row => `${stage(row)} ->> '${key}'`);
  const rule = leaf(row => `${stage(row)} -> 'rule'`);
  return {
    name: 'JourneyStage',
    table: '',
    fields: { key: text('key'), name: text('name'), phase: text('phase'), rule, ruleText: rule },
  };
}

/** Resolvers of what is computed get the row id. */
const rowId = leaf(row => `${row}.id`);

const listedStage = stageType(row => `${row}.stage`);

export const journeyType: GraphType = {
  name: 'Journey',
  table: 'journey',
  fields: {
    id: id('journey'),
    ...columns('key', 'name', 'mode', 'window'),
    walkedAt: leaf(
      row =>
        `(select ${utc('w.walked_at')} from journey_state w where w.journey_id = ${row}.id and w.revision = ${row}.revision)`,
    ),
    problem: leaf(
      row => `(select w.failure from journey_state w
        where w.journey_id = ${row}.id and w.failed_revision = ${row}.revision and w.revision <> ${row}.revision)`,
    ),
    stages: {
      kind: 'many',
      type: () => listedStage,
      from: row =>
        `select e.stage, e.place from jsonb_array_elements(${row}.stages) with ordinality as e(stage, place)`,
      order: row => `${row}.place`,
    },
    map: rowId,
    paths: rowId,
  },
};

export function listJourneys(ctx: Context, selected: Selected): Promise<object[]> {
  return readAll(ctx, () => journeyType, selected, { order: row => `${row}.name, ${row}.id` });
}

/** Null when there is none with this key. */
export function findJourney(ctx: Context, key: string, selected: Selected): Promise<object | null> {
  return readOne(
    ctx,
    () => journeyType,
    selected,
    (row, s) => `${row}.key = ${s.bind(key, 'text')}`,
  );
}

/** By row id, for what was just saved. */
export function readJourney(ctx: Context, journey: number, selected: Selected): Promise<object | null> {
  return readOne(
    ctx,
    () => journeyType,
    selected,
    (row, s) => `${row}.id = ${s.bind(journey, 'bigint')}`,
  );
}
