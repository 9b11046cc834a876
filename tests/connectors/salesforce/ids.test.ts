// Ids of 15 and 18 characters, checked against known pairs.
import { expect, test } from 'vitest';
import { objectOf, to18 } from '../../../connectors/salesforce/ids.ts';

test.each([
  ['0KdRM0000004CVn', '0KdRM0000004CVn0AM'],
  ['001000000000001', '001000000000001AAA'],
  ['a0B1a00000AbCdE', 'a0B1a00000AbCdEEAV'],
])('%s is %s', (short, long) => {
  expect(to18(short)).toBe(long);
  expect(to18(long)).toBe(long);
});

test('what is no id stays what it is', () => {
  for (const text of ['', 'acme', '0KdRM0000004CV!', '12345678901234567']) expect(to18(text)).toBe(text);
});

test('the prefix tells the object', () => {
  expect(['003x', '00Qx', '500x', 'a0Bx'].map(objectOf)).toEqual(['Contact', 'Lead', 'Case', null]);
});
