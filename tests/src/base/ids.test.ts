// Ids survive the way out and back, and nothing else is one.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeId, encodeId, parseId } from '../../../src/base/ids.ts';

it('gives back what was encoded, for its own kind only', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), id => {
      expect(decodeId('customer', encodeId('customer', id))).toBe(id);
      expect(decodeId('account', encodeId('customer', id))).toBeNull();
    }),
  );
});

it.each([
  '',
  '7',
  'customer',
  'customer_',
  'customer_0',
  'customer_-1',
  'customer_01',
  'customer_1.5',
  'customer_9999999999999999',
  'Customer_1',
  ' customer_1',
  'customer_1\n',
])('refuses %j', text => {
  expect(parseId(text)).toBeNull();
});
