// Cursors survive the way out and back; no text makes reading them throw anything but a user's error.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UserError } from '../../../../src/base/errors.ts';
import { decodeCursor, encodeCursor } from '../../../../src/serve/graph/cursor.ts';

const position = fc.record({
  key: fc.option(fc.string({ unit: 'grapheme' }).filter(text => !text.includes('\0'))),
  id: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
});

it('gives back the position that was encoded', () => {
  fc.assert(
    fc.property(position, given => {
      expect(decodeCursor('after', 'NAME.ASC', encodeCursor('NAME.ASC', given))).toEqual(given);
    }),
  );
});

it('is safe in addresses and tells the order it belongs to', () => {
  const cursor = encodeCursor('NAME.ASC', { key: '?>~', id: 1 });
  expect(cursor).toMatch(/^[\w-]+$/);
  expect(() => decodeCursor('before', 'NAME.DESC', cursor)).toThrow(/belongs to the order NAME\.ASC/);
});

it('refuses everything else with the name of the argument', () => {
  const forged = fc.json().map(json => Buffer.from(json).toString('base64url'));
  fc.assert(
    fc.property(fc.oneof(fc.string(), forged), text => {
      let thrown: unknown;
      try {
        decodeCursor('after', 'NAME.ASC', text);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(UserError);
      expect((thrown as UserError).details.field).toBe('after');
    }),
  );
});
