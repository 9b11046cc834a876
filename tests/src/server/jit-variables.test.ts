// Queries with variables of endless types are compiled, and take and refuse the same as the interpreter.
import { execute, parse } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { expect, it } from 'vitest';
import { createSchema } from '../../../schema/create-schema.ts';
import { createJitExecutor } from '../../../src/server/jit.ts';
import { compilable } from '../../../src/server/jit-variables.ts';

const schema = createSchema();
/** Gives back what it was given. */
schema.getQueryType()!.getFields().customers!.resolve = (_root, _args, _context, info) => ({
  totalCount: Object.keys(info.variableValues).length,
  pageInfo: { endCursor: JSON.stringify(info.variableValues) },
});
const source = `query Which($where: CustomerFilter, $first: Int = 7, $after: String) {
  customers(where: $where, first: $first, after: $after) { totalCount pageInfo { endCursor } }
}`;
const document = parse(source);
const run = createJitExecutor(schema, { eager: true });
const field = { field: { field: 'COUNTRY', is: { in: ['DE', 7, { a: null }] } } };

it.each([
  ['nothing', {}],
  ['null', { where: null, first: 3, after: null }],
  ['rules in rules', { where: { rule: { all: [field, { not: { any: [field] } }] }, country: 'DE' } }],
  ['a list of one that is not written as a list', { where: { rule: { all: field } } }],
  ['two branches', { where: { rule: { all: [{ ...field, segment: 'a' }] } } }],
  ['a field that there is not', { where: { rule: { all: [{ every: [] }] } } }],
  ['a word that is none of an enum', { where: { rule: { interaction: { kind: 'DANCE' } } } }],
  ['a number that is none', { first: 'three' }],
])('%s', async (_what, variables) => {
  const expected = await execute({ schema, document, variableValues: variables });
  const result = await run({ document, source, operationName: 'Which', variables, context: {} });
  expect(JSON.parse(JSON.stringify(result))).toEqual(JSON.parse(JSON.stringify(expected)));
});

it('can be compiled', () => {
  expect(isCompiledQuery(compileQuery(schema, compilable(schema, document, 'Which').document, 'Which'))).toBe(true);
});

it('leaves queries alone whose variables end somewhere', () => {
  const plain = parse('query ($by: CustomerBy!, $id: ID!) { customer(by: $by) { id } node(id: $id) { id } }');
  expect(compilable(schema, plain, undefined).document).toBe(plain);
  expect(compilable(schema, document, 'Which').document).not.toBe(document);
  // An unknown type is the validator's to refuse.
  const unknown = parse('query ($by: Nonsense) { viewer { name } }');
  expect(compilable(schema, unknown, null).document).toBe(unknown);
});
