// The limits that the README of the schema tells are those that hold.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MAX_ID, MAX_TEXT } from '../../../../connectors/bounds.ts';
import { MAX_PAGE } from '../../../../src/serve/graph/page-args.ts';
import { MAX_ITEMS } from '../../../../src/serve/graph/read.ts';
import { JSON_LIMITS, MAX_LIST, MAX_NUMBER } from '../../../../src/serve/server/check-values.ts';
import { MOST_ERRORS } from '../../../../src/serve/server/first-errors.ts';
import { BODY_BYTES, LIMITS, MAX_DOCUMENT, MAX_LINES, MAX_TOKENS } from '../../../../src/serve/server/limits.ts';
import { REQUEST_LIMITS } from '../../../../src/serve/server/request-limits.ts';

const n = (number: number) => number.toLocaleString('en-US');
const mb = (bytes: number) => `${bytes / 1_000_000} MB`;
const seconds = (ms: number) => `${n(ms / 1_000)} s`;
const { queryMs, mutationMs, exportMs, answer } = REQUEST_LIMITS;

it('are told as they are', () => {
  const readme = readFileSync(new URL('../../../../schema/README.md', import.meta.url), 'utf8');
  const rows = readme.slice(readme.indexOf('## Limits')).matchAll(/^\| (.+) \| (.+) \|$/gm);
  expect([...rows].slice(2).map(([, what, most]) => [what, most])).toEqual([
    ['body', `${mb(BODY_BYTES)}, of which the document ${MAX_DOCUMENT / 1_000} kB`],
    ['lines and tokens of the document', `${n(MAX_LINES)}, ${n(MAX_TOKENS)}`],
    ['selections, each fragment counted wherever it is spread', n(LIMITS.selections)],
    ['fields at the top', n(LIMITS.roots)],
    ['levels of nested fields', n(LIMITS.depth)],
    ['aliases, directives, variables', `${LIMITS.aliases}, ${LIMITS.directives}, ${LIMITS.variables}`],
    ['entries of a list', n(MAX_LIST)],
    ['characters of a text, of an id', `${n(MAX_TEXT)}, ${MAX_ID}`],
    ['numbers', `${MAX_NUMBER} to either side of 0`],
    ['moments', 'from 1900 to ten years ahead'],
    ['durations', '100 years'],
    ['JSON', `${JSON_LIMITS.depth} levels, ${n(JSON_LIMITS.values)} values`],
    ['items of a page, of all pages of a request', `${MAX_PAGE}, ${n(MAX_ITEMS)}`],
    ['answer', `${mb(answer.bytes)}, ${n(answer.cells)} figures, ${MOST_ERRORS} errors`],
    ['time of a query', `${seconds(queryMs.ADMIN)}, as VIEWER ${seconds(queryMs.VIEWER)}`],
    ['time of a mutation', seconds(mutationMs)],
    ['time of an export', seconds(exportMs)],
  ]);
});
