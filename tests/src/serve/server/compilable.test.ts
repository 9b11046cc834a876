// What is compiled, and that it takes and refuses the same variables as the interpreter.
import { execute, parse } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../../../schema/create-schema.ts';
import { compilable } from '../../../../src/serve/server/compilable.ts';
import { createExecutor } from '../../../../src/serve/server/execute.ts';

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
const run = createExecutor(schema, 'always');
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
  const form = compilable(schema, document, 'Which')!;
  expect(isCompiledQuery(compileQuery(schema, form.document, 'Which'))).toBe(true);
});

describe('too much to compile', () => {
  const fragments = (levels: number) =>
    Array.from({ length: levels }, (_, at) => `fragment f${at} on Customer { id ...f${at + 1} ...f${at + 1} }`).join(
      ' ',
    );
  const doubling = (levels: number) =>
    `{ customers { nodes { ...f0 } } } ${fragments(levels)} fragment f${levels} on Customer { email }`;
  // Each level is one of four concrete types.
  const nested = (levels: number): string =>
    levels === 0 ? 'id' : `id customer { interactions { nodes { ${nested(levels - 1)} } } }`;

  it.each([
    ['fragments in fragments', doubling(6), doubling(30)],
    [
      'interfaces in interfaces',
      `{ interactions { nodes { ${nested(2)} } } }`,
      `{ interactions { nodes { ${nested(8)} } } }`,
    ],
  ])('%s', (_what, small, large) => {
    expect(compilable(schema, parse(small), null)).not.toBeNull();
    expect(compilable(schema, parse(large), null)).toBeNull();
  });

  it('a document without that operation', () => {
    expect(compilable(schema, parse('query A { viewer { name } }'), 'B')).toBeNull();
  });
});
