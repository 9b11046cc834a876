// How the tests run: one copy of graphql, legacy decorators, one PostgreSQL for all.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests that compare times within one run. */
const ALONE = ['tests/acceptance/attacks.test.ts'];

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root,
  resolve: { alias: { graphql: `${root}node_modules/graphql/index.js` } },
  oxc: { decorator: { legacy: true } },
  test: {
    projects: [
      { extends: true, test: { name: 'all', include: ['tests/**/*.test.ts'], exclude: ALONE } },
      // After all others, so that what it measures is not their doing.
      { extends: true, test: { name: 'alone', include: ALONE, sequence: { groupOrder: 1 } } },
    ],
    globalSetup: ['tests/support/global-setup.ts'],
    pool: 'forks',
    // What is compared with a file is written by -u only.
    update: 'none',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    setupFiles: ['reflect-metadata'],
  },
});
