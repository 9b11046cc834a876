// Text from a command line or an address as the variables of a request.
import { buildSchema, type GraphQLObjectType } from 'graphql';
import { expect, it } from 'vitest';
import { readVariables } from '../../../../src/serve/export/variables.ts';

const schema = buildSchema(`
  scalar JSON
  enum Kind { A B }
  input Inner { at: Int, of: [Kind!] }
  input Filter { name: String, tall: Boolean, inner: Inner }
  type Query { list(where: Filter, kinds: [Kind!], first: Int!, share: Float, on: Boolean, id: ID, any: JSON): Int }
`);
const takes = new Map(
  (schema.getType('Query') as GraphQLObjectType).getFields().list!.args.map(arg => [arg.name, arg]),
);
const read = (given: Record<string, string | string[]>) => readVariables('list', given, takes);

it('takes lists, objects, numbers and switches in words', () => {
  expect(
    read({ where: 'name=1,tall=true', kinds: 'A,B', first: '3', share: '0.5', on: 'false', id: '7', any: '{"a":1}' }),
  ).toEqual({
    where: { name: '1', tall: true },
    kinds: ['A', 'B'],
    first: 3,
    share: 0.5,
    on: false,
    id: '7',
    any: { a: 1 },
  });
  expect(read({ kinds: ['A', 'B'] })).toEqual({ kinds: ['A', 'B'] });
  expect(read({ kinds: '' })).toEqual({ kinds: [] });
});

it('takes lists and objects as JSON', () => {
  expect(read({ where: '{"inner":{"at":1,"of":["A"]}}', kinds: '["A"]' })).toEqual({
    where: { inner: { at: 1, of: ['A'] } },
    kinds: ['A'],
  });
});

it('leaves what has the wrong kind to the check of the request', () => {
  expect(read({ first: 'many', on: 'maybe', where: 'size=1', share: '' })).toEqual({
    first: 'many',
    on: 'maybe',
    where: { size: '1' },
    share: '',
  });
});

it.each([
  [{ nothing: '1' }, 'nothing', 'takes no "nothing"; it takes where, kinds, first'],
  [{ where: '{"a":' }, 'where', '"where" is no JSON'],
  [{ where: 'name' }, 'where', 'or key=value'],
  [{ first: ['1', '2'] }, 'first', 'was given 2 times'],
  [{ constructor: '1' }, 'constructor', 'takes no "constructor"'],
])('refuses %j', (given, field, words) => {
  expect(() => read(given as never)).toThrow(
    expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringContaining(words), details: { field } }),
  );
});
