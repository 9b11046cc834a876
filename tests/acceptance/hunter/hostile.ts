// What may stand at a leaf although nobody honest would write it, by the type of the leaf.
import {
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql';
import { Raw, type Value } from './values.ts';

export interface Hostile {
  readonly name: string;
  readonly value: Value;
  /** A document may not hold it for its size or its characters, where a variable may. */
  readonly unequal?: true;
}

const hostile = (name: string, value: Value): Hostile => ({ name, value });
const variableOnly = (name: string, value: Value): Hostile => ({ name, value, unequal: true });

const TEXTS: readonly Hostile[] = [
  hostile('NUL', 'a\0b'),
  variableOnly('a lone surrogate', new Raw('"a\\ud800b"')),
  variableOnly('a lone low surrogate', new Raw('"\\udc00"')),
  hostile('9 kB', 'x'.repeat(9_000)),
  hostile('60 kB', 'y'.repeat(60_000)),
  hostile('60 kB of blanks', ' '.repeat(60_000)),
  hostile('96 kB', 'z'.repeat(96_000)),
  hostile('20 kB of words', 'ab '.repeat(7_000)),
  hostile('20 kB of angles', '<a '.repeat(7_000)),
  hostile('nothing', ''),
  hostile('blanks', '   '),
  hostile('SQL', `'; drop table customer; -- " or 1=1`),
  hostile('a quote', `'`),
  hostile('like JSON', '{"$gt": [null, "'),
  hostile('__proto__', '__proto__'),
  hostile('constructor', 'constructor'),
  hostile('toString', 'toString'),
  hostile('right to left', '\u202eabc\u202c\u0627\u0644\u0639'),
  hostile('emoji', '👩‍👩‍👧‍👦🏳️‍🌈'),
  hostile('combining marks', `e${'\u0301'.repeat(500)}`),
  hostile('line breaks', 'a\r\nb\u2028c\u0085d'),
  hostile('a tab and a bell', '\t\u0007'),
  hostile('percent', '%_%'),
  hostile('backslashes', 'a\\\\b\\'),
  hostile('a format', '%s %n $1 {{x}} #{y}'),
  hostile('a formula', '=cmd|calc!A1'),
  hostile('a regular expression', '(a+)+$[*'),
  hostile('a slash', 'a/b/../../c'),
  hostile('non-characters', '\uffff\ufffe\ufeff'),
];

const IDS: readonly Hostile[] = [
  'customer_1',
  'account_1',
  'customer_99999999999999999999999',
  'customer_9223372036854775807',
  'customer_9223372036854775808',
  'customer_-1',
  'customer_1.5',
  'customer_1e3',
  'customer_',
  '_1',
  'nothing_1',
  'customer_٣',
  'customer_1 ',
  'customer_0x10',
  'CUSTOMER_1',
  '1',
].map(id => hostile(`the id "${id}"`, id));

const encoded = (text: string): string => Buffer.from(text).toString('base64url');
const FORGED_PARTS = [
  'null',
  '"a"',
  '"a\\u0000b"',
  '"\\ud800"',
  '1e308',
  '-1',
  '9007199254740993',
  '1.5',
  '{"a":1}',
  '[]',
].concat(
  [
    'infinity',
    '-infinity',
    'NaN',
    '0001-01-01',
    '9999-12-31T23:59:59Z',
    '1e400',
    '9'.repeat(400),
    'x'.repeat(9_000),
  ].map(text => JSON.stringify(text)),
);

/** A cursor that was given out, with each of its parts replaced by each of what does not belong there. */
function forged(cursor: string): string[] {
  const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  if (!Array.isArray(parts)) return [];
  const texts = parts.map(part => JSON.stringify(part));
  return texts.flatMap((_, at) =>
    FORGED_PARTS.map(part => encoded(`[${texts.map((text, i) => (i === at ? part : text)).join(',')}]`)),
  );
}

/** From cursors that were given out. */
export function cursorsFrom(real: readonly string[]): Hostile[] {
  const nonsense = ['not a cursor', encoded('[]'), encoded('{}'), encoded('null'), encoded('[[[['), encoded('"a"')];
  return [...nonsense, ...real, ...real.flatMap(forged)].map((cursor, at) => hostile(`forged cursor ${at}`, cursor));
}

const NUMBERS: readonly Hostile[] = [
  '-1',
  '0',
  '-0',
  '1e308',
  '-1e308',
  '2147483647',
  '2147483648',
  '-2147483649',
  '9007199254740993',
  '1e-320',
  '1e999',
  '0.1',
  '100000000000000000000',
  '1e15',
].map(text => hostile(text, new Raw(text)));
const NUMBER_TEXTS = [
  hostile('NaN as text', 'NaN'),
  hostile('Infinity as text', 'Infinity'),
  hostile('1 as text', '1'),
];

const texts = (...values: string[]): Hostile[] => values.map(value => hostile(`"${value}"`, value));
const MOMENTS = texts(
  '0001-01-01T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '1899-12-31T23:59:59Z',
  '9999-12-31T23:59:59Z',
  '9999-12-31T23:59:59-14:00',
  '2026-02-30T00:00:00Z',
  '2026-06-30T23:59:60Z',
  '2026-01-01T00:00:00+23:59',
  '2026-01-01T00:00:00-99:99',
  '2026-01-01T24:00:00Z',
  '2026-01-01T00:00:00.123456789123456789Z',
  '2026-01-01t00:00z',
  '2026-01-01',
  '+275760-09-13T00:00:00Z',
  'infinity',
  'now',
);
const DAYS = texts(
  '0001-01-01',
  '0000-00-00',
  '1899-12-31',
  '9999-12-31',
  '2026-02-30',
  '2026-13-01',
  '20260101',
  'today',
);
const LENGTHS = texts(
  'P9999999999D',
  'P99999999999999999999999999999Y',
  'P0D',
  'PT0S',
  'PT0.0000001S',
  'P1Y2M',
  '-P1D',
  'P-1D',
  'P1D ',
  'P36500D',
  'P36501D',
  'P1000000D',
  'PT9007199254740993S',
  'PT1.5S',
  'P',
  'PT',
  'P1.5D',
);

const nested = (depth: number, open: string, close: string, inside: string): Raw =>
  new Raw(open.repeat(depth) + inside + close.repeat(depth), inside === '1' ? undefined : null);
const JSON_VALUES: readonly Hostile[] = [
  hostile('NUL in JSON', { a: 'x\0y' }),
  variableOnly('a lone surrogate in JSON', new Raw('{"a":"\\ud800"}', null)),
  ...[10, 60, 190].map(depth => variableOnly(`lists ${depth} deep`, nested(depth, '[', ']', '1'))),
  variableOnly('objects 190 deep', nested(190, '{"a":', '}', '1e0')),
  variableOnly('a thousand keys', Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`k${i}`, i]))),
  variableOnly('proto keys', new Raw('{"__proto__":{"x":1},"constructor":{"prototype":{"y":1}}}', null)),
  variableOnly('a huge number', new Raw('{"a":1e400,"b":123456789012345678901234567890}', null)),
  variableOnly('a key with NUL', { 'a\0b': 1 }),
  hostile('text', 'text'),
  hostile('a number', 1e200),
  hostile('a list', [1, 'a', null]),
  hostile('an empty object', {}),
  variableOnly('an empty key', { '': '' }),
];

const WRONG_KINDS: readonly Hostile[] = [
  hostile('null', null),
  hostile('true', true),
  hostile('an object', { a: 1 }),
  hostile('a list of nothing', []),
  hostile('a list in lists', [[['a']]]),
  hostile('a number', 12.5),
];

const BY_NAME: Readonly<Record<string, readonly Hostile[]>> = {
  ID: [...TEXTS.slice(0, 4), ...IDS, ...TEXTS.slice(4)],
  Int: [...NUMBERS, ...NUMBER_TEXTS],
  Float: [...NUMBERS, ...NUMBER_TEXTS],
  Boolean: [hostile('1', 1), hostile('"true"', 'true')],
  DateTime: [...MOMENTS, ...TEXTS.slice(0, 5)],
  Date: [...DAYS, ...TEXTS.slice(0, 5)],
  Duration: [...LENGTHS, ...TEXTS.slice(0, 5)],
  JSON: JSON_VALUES,
};

/** For a place of this type: the wrapping types have their own. */
export function hostileFor(type: GraphQLInputType): readonly Hostile[] {
  const bare = isNonNullType(type) ? type.ofType : type;
  if (isListType(bare)) return lists();
  const named = getNamedType(bare);
  if (isInputObjectType(named)) {
    const [first, second] = Object.keys(named.getFields());
    return [
      ...WRONG_KINDS,
      hostile('text', 'text'),
      hostile('no field', {}),
      hostile('an unknown field', { nothingOfThatName: 1 }),
      hostile('two fields of null', { [first!]: null, [second ?? first!]: null }),
    ];
  }
  if (isEnumType(named)) {
    return [
      ...WRONG_KINDS,
      hostile('an unknown value', new Raw('"NOTHING_OF_THAT_NAME"', 'NOTHING_OF_THAT_NAME')),
      hostile('a value as text in small letters', named.getValues()[0]!.name.toLowerCase()),
      hostile('__proto__', new Raw('"__proto__"', '__proto__')),
    ];
  }
  const own = (isScalarType(named) && BY_NAME[named.name]) || TEXTS;
  return [...own, ...WRONG_KINDS];
}

function lists(): Hostile[] {
  return [
    hostile('null', null),
    hostile('no entry', []),
    hostile('a null in it', [null]),
    variableOnly(
      'a thousand nulls',
      Array.from({ length: 1_000 }, () => null),
    ),
    variableOnly(
      'a thousand texts',
      Array.from({ length: 1_000 }, (_, i) => `t${i}`),
    ),
    variableOnly(
      'a thousand objects',
      Array.from({ length: 1_000 }, () => ({})),
    ),
    hostile('a list in a list', [[[]]]),
    hostile('an object', { length: 1_000 }),
  ];
}
