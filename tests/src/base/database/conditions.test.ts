// Conditions that filters share: searching by words, each of which counts, and words of our own in SQL.
import { expect, it } from 'vitest';
import type { Context } from '../../../../src/base/context/context.ts';
import { containsWords, isOneOf } from '../../../../src/base/database/conditions.ts';
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

it('words of our own are one, one of several, or none', () => {
  expect(isOneOf('i.kind', ['CALL'])).toBe("i.kind = 'CALL'");
  expect(isOneOf('i.kind', ['CALL', 'CHAT'])).toBe("i.kind in ('CALL', 'CHAT')");
  expect(isOneOf('i.kind', [])).toBe('false');
});
