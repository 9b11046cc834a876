// What people read of a failure: the connector's words, never ours.
import { expect, it } from 'vitest';
import { Fatal } from '../../../../connectors/errors.ts';
import type { Context } from '../../../../src/base/context/context.ts';
import { createLog } from '../../../../src/base/log.ts';
import { failureWords } from '../../../../src/ingest/sync/failure-words.ts';

const lines: string[] = [];
const ctx = { log: createLog('error', { write: line => void lines.push(line) }) } as Context;

it('shows what a connector says', () => {
  expect(failureWords(ctx, new Fatal('The token lacks crm.objects.deals.read'))).toBe(
    'The token lacks crm.objects.deals.read',
  );
  expect(lines).toEqual([]);
});

it('hides anything else behind an id that is in the log', () => {
  const words = failureWords(ctx, new Error('relation "customer" does not exist'), { run: 7 });
  expect(words).not.toContain('customer');
  const [id] = /[0-9a-f-]{36}/.exec(words)!;
  expect(JSON.parse(lines[0]!)).toMatchObject({ id, run: 7, error: { message: 'relation "customer" does not exist' } });
});
