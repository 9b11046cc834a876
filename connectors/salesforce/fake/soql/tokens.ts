// SOQL text cut into tokens.
import { malformed } from '../errors.ts';

export interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'moment' | 'date' | 'symbol';
  /** Strings come without quotes and escapes; words as written. */
  readonly value: string;
}

const PATTERNS: readonly [Token['kind'], RegExp][] = [
  ['moment', /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/y],
  ['date', /\d{4}-\d\d-\d\d/y],
  ['number', /-?\d+(?:\.\d+)?/y],
  ['text', /'(?:[^'\\]|\\.)*'/y],
  ['word', /[A-Za-z_][\w.]*/y],
  ['symbol', /<=|>=|!=|[()=<>,]/y],
];

/** Throws MALFORMED_QUERY at the first character that fits nothing. */
export function tokens(soql: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < soql.length) {
    if (/\s/.test(soql[at]!)) {
      at += 1;
      continue;
    }
    const hit = match(soql, at);
    if (!hit) throw malformed(soql.slice(at, at + 20));
    found.push(hit.token);
    at += hit.length;
  }
  return found;
}

function match(soql: string, at: number): { token: Token; length: number } | null {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const text = pattern.exec(soql)?.[0];
    if (text === undefined) continue;
    const value = kind === 'text' ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
    return { token: { kind, value }, length: text.length };
  }
  return null;
}
