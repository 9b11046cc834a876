// The servers that are compared.
import { isDeepStrictEqual } from 'node:util';
import { POSTGRAPHILE_QUERY, toOwnForm } from './postgraphile-query.ts';
import { QUERY } from './query.ts';
import type { Target } from './target.ts';

export const LIMIT: Target = {
  name: 'node:http, one SQL statement',
  program: './profile/limit.program',
  database: 'bench_profile',
  query: QUERY,
  compile: true,
  normalize: reply => reply,
};

export const OURS: Target = {
  name: 'cxgraph',
  program: './profile/cxgraph.program',
  database: 'bench_profile',
  query: QUERY,
  compile: true,
  normalize: reply => reply,
};

/** What compiling brings is the difference. */
export const PLAIN: Target = { ...OURS, name: 'cxgraph, nothing compiled', compile: false };

export const POSTGRAPHILE: Target = {
  name: 'PostGraphile 5',
  program: './profile/postgraphile.program',
  database: 'bench_postgraphile',
  query: POSTGRAPHILE_QUERY,
  compile: true,
  normalize: toOwnForm,
};

/** Throws, showing the first profile that differs. */
export function expectSame(name: string, expected: unknown, found: unknown): void {
  if (isDeepStrictEqual(expected, found)) return;
  const [a, b] = [expected, found].map(reply => profilesOf(reply));
  const at = a!.findIndex((profile, i) => !isDeepStrictEqual(profile, b![i]));
  throw new Error(`${name} answers otherwise:\n${JSON.stringify(a![at])}\n${JSON.stringify(b![at])}`);
}

function profilesOf(reply: unknown): readonly unknown[] {
  return (reply as { data?: { customers?: { nodes?: unknown[] } } }).data?.customers?.nodes ?? [reply];
}
