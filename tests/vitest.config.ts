// How the tests run: one copy of graphql, legacy decorators, one PostgreSQL for all.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { LongestFirst } from './sequencer.ts';
import { unitTests } from './unit.ts';

/** Tests that compare times within one run. */
const ALONE = ['tests/acceptance/attacks.test.ts'];

const root = fileURLToPath(new URL('..', import.meta.url));

/** As many as the machine has cores, yet no more than the server of the tests has connections for. */
const WORKERS = Math.min(Math.max(availableParallelism(), 2), 6);

/** What keeps nothing outside of itself needs no process of its own. */
export const unit = { include: unitTests(), isolate: false };

export const shared = {
  root,
  resolve: { alias: { graphql: `${root}node_modules/graphql/index.js` } },
  oxc: { decorator: { legacy: true } },
  test: {
    pool: 'forks',
    // What is compared with a file is written by -u only.
    update: 'none',
    maxWorkers: WORKERS,
    // A test that expects nothing shows nothing.
    // And none depends on how fast the machine is: it waits long for what it wants to see.
    expect: { requireAssertions: true, poll: { timeout: 15_000 } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    setupFiles: ['reflect-metadata'],
  },
} satisfies ViteUserConfig;

export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    projects: [
      { extends: true, test: { name: 'unit', ...unit } },
      { extends: true, test: { name: 'all', include: ['tests/**/*.test.ts'], exclude: [...ALONE, ...unit.include] } },
      // After all others, so that what it measures is not their doing.
      { extends: true, test: { name: 'alone', include: ALONE, sequence: { groupOrder: 1 } } },
    ],
    globalSetup: ['tests/support/global-setup.ts'],
    sequence: { sequencer: LongestFirst },
  },
});
