// What is wrong with an input is told by its first fault: where it is, what there may be, and what there is instead.
import { expect, it, test } from 'vitest';
import { z } from 'zod';
import { badInput, UserError } from '../../../src/base/errors.ts';
import { either, key, made, nameOf, number, oneOf, parts, takeInput, text, word } from '../../../src/base/input.ts';

const even = number.pipe(
  made((value: number) => {
    if (value % 2 !== 0) throw badInput('elsewhere', `${value} is odd.`);
    return value / 2;
  }),
);
const schema = parts({
  key,
  name: nameOf('thing'),
  sort: word(['BIG', 'SMALL']).default('SMALL'),
  half: even.optional(),
  either: either((given: unknown): z.ZodType => (typeof given === 'string' ? text : number)).optional(),
  one: z.array(oneOf({ a: text, b: number })).optional(),
});
const good = { key: 'a-1', name: ' A thing ' };

it('takes what is right, without what is null and in one order', () => {
  const input = { one: [{ b: 0, a: null }], sort: null, half: 8, ...good };
  expect(JSON.stringify(takeInput(schema, input))).toBe(
    '{"key":"a-1","name":"A thing","sort":"SMALL","half":4,"one":[{"b":0}]}',
  );
});

test.each<[unknown, string, string]>([
  ['x', 'input', '"input" takes an object with key, name, sort, half, either and one.'],
  [
    { ...good, colour: 1, key: 5 },
    'input.colour',
    'There is no "colour" here. There is key, name, sort, half, either and one.',
  ],
  [{ name: 'A' }, 'input.key', '"key" is missing.'],
  [{ ...good, key: 5 }, 'input.key', '5 is not a key.'],
  [{ ...good, key: 'A' }, 'input.key', 'A key has 1 to 80 small letters, digits and dashes.'],
  [{ ...good, name: '  ' }, 'input.name', 'Give the thing a name.'],
  [{ ...good, name: 'x'.repeat(201) }, 'input.name', 'A name has 200 characters at most.'],
  [{ ...good, sort: 'MIDDLE' }, 'input.sort', '"MIDDLE" is none of BIG and SMALL.'],
  [{ ...good, half: 7 }, 'input.half', '7 is odd.'],
  [{ ...good, either: '' }, 'input.either', 'A text here has 1 to 1000 characters, not 0.'],
  [{ ...good, either: true }, 'input.either', 'true is not a number.'],
  [{ ...good, one: [{ a: 'x' }, { b: 1, a: '' }] }, 'input.one[1]', 'Give exactly one of a and b: there is b and a.'],
  [{ ...good, one: [{}] }, 'input.one[0]', 'Give exactly one of a and b: there is none.'],
  [{ ...good, one: [{ b: 'x' }] }, 'input.one[0].b', '"x" is not a number.'],
])('%j is refused at %s', (input, field, message) => {
  expect(caught(() => takeInput(schema, input, 'input'))).toMatchObject({
    code: 'BAD_USER_INPUT',
    message,
    details: { field },
  });
});

it('hides no fault of ours behind one of the input', () => {
  const broken = z.unknown().pipe(
    made(() => {
      throw new TypeError('ours');
    }),
  );
  expect(() => takeInput(broken, 1)).toThrow(TypeError);
});

function caught(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
