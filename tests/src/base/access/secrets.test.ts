// Sealed credentials: they come back whole, or not at all.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSecretBox } from '../../../../src/base/access/secrets.ts';

const box = createSecretBox('the secret of this installation');
const wrongSecret = expect.objectContaining({
  code: 'CONFIGURATION',
  message: expect.stringMatching(/CXGRAPH_SECRET/),
});

test('whatever JSON holds comes back equal', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      expect(box.open(box.seal(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('the same value is never sealed the same way, and does not show', () => {
  const token = { accessToken: 'pat-na1-very-secret' };
  const [first, second] = [box.seal(token), box.seal(token)];
  expect(first.equals(second)).toBe(false);
  expect(first.toString('latin1')).not.toContain('secret');
});

test('another secret does not open it', () => {
  expect(() => createSecretBox('the secret of another one').open(box.seal('x'))).toThrow(wrongSecret);
});

test('a change of any byte is noticed', () => {
  const sealed = box.seal({ a: 1 });
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = changed[at]! ^ 1;
    expect(() => box.open(changed)).toThrow(wrongSecret);
  }
});

test.each([0, 1, 12, 28])('a box cut to %i bytes is refused', length => {
  expect(() => box.open(box.seal('x').subarray(0, length))).toThrow(wrongSecret);
});
