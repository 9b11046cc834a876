// Every condition that a rule can have can be given to the API, and none that there is not.
import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLInputObjectType } from 'graphql';
import { expect, it } from 'vitest';
import { CONDITIONS } from '../../../src/derive/rules/conditions/index.ts';

it('the input of a rule has a field for each', () => {
  const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
  const fields = Object.keys((schema.getType('SegmentRule') as GraphQLInputObjectType).getFields());
  expect(fields.sort()).toEqual(['all', 'any', 'not', ...Object.keys(CONDITIONS)].sort());
});
