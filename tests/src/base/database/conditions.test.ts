// Searching by words: every word counts, none is bound for nothing, and there are only so many.
import { expect, it } from 'vitest';
import type { Context } from '../../../../src/base/context.ts';
import { containsWords } from '../../../../src/base/database/conditions.ts';
import { Statement } from '../../../../src/base/database/statement.ts';

function search(text: string) {
  const s = new Statement({} as Context);
  return { conditions: containsWords(s, 'name', text), bound: s.params };
}

it('binds what it uses', () => {
  expect(search(' Ann ')).toMatchObject({ conditions: [expect.stringMatching(/^name like \$1/)], bound: ['%ann%'] });
  expect(search('al Hopper x_')).toMatchObject({ bound: ['%hopper%', ['%x\\_%', '%al%']] });
  expect(search('').bound).toEqual(['%']);
});

it.each([
  ['x'.repeat(201), /at most 200 characters/],
  [Array(11).fill('ab').join(' '), /at most 10 words/],
])('refuses a search that is too long', (text, words) => {
  expect(() => search(text)).toThrow(words);
  expect(() => search(text)).toThrow(expect.objectContaining({ details: { field: 'search' } }));
});
