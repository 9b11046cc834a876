// The numbers by which tests name traps of vendors: each is explained in a README of connectors, and none in vain.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What `pattern` finds in files, with the file. */
function found(files: string, pattern: RegExp): Map<string, string> {
  const paths = globSync(files, { cwd: ROOT, exclude: ['**/node_modules/**'] });
  return new Map(
    paths.flatMap(path => [...readFileSync(`${ROOT}${path}`, 'utf8').matchAll(pattern)].map(([text]) => [text, path])),
  );
}

/** The first cell of a row. */
const explained = found('connectors/**/README.md', /(?<=^\| \*\*)[A-Z]\d+(?=\*\* )/gm);
const letters = [...new Set([...explained.keys()].map(number => number[0]))].join('');
/** In names of tests and in comments. */
const named = found('tests/**/*.ts', new RegExp(`\\b[${letters}]\\d{1,2}\\b`, 'g'));

it('are explained', () => {
  expect(named.size).toBeGreaterThan(50);
  expect([...named].filter(([number]) => !explained.has(number))).toEqual([]);
});

it('are tested', () => {
  expect([...explained].filter(([number]) => !named.has(number))).toEqual([]);
});
