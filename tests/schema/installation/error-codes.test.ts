// The table of codes is one: in the code, in the API and in the README for those who read.
import { readFileSync } from 'node:fs';
import { graphql } from 'graphql';
import { expect, it } from 'vitest';
import { createSchema } from '../../../schema/create-schema.ts';
import { ERROR_CODES } from '../../../src/base/errors.ts';

const codes = Object.entries(ERROR_CODES).map(([code, info]) => ({ code, ...info }));

it('the API tells every code', async () => {
  const source = '{ errorCodes { code meaning retryable status } }';
  const { data, errors } = await graphql({ schema: createSchema(), source });
  expect(errors).toBeUndefined();
  expect(JSON.parse(JSON.stringify(data))).toEqual({ errorCodes: codes });
});

it('the README of the schema has the same table', () => {
  const readme = readFileSync(new URL('../../../schema/README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| (\d+) \| (yes|no) \| (.+) \|$/gm)];
  expect(
    rows.map(([, code, status, retryable, meaning]) => ({
      code,
      status: Number(status),
      retryable: retryable === 'yes',
      meaning,
    })),
  ).toEqual(codes.map(({ code, status, retryable, meaning }) => ({ code, status, retryable, meaning })));
});
