// How the tests run: one copy of graphql, legacy decorators, nothing global.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root,
  resolve: { alias: { graphql: `${root}node_modules/graphql/index.js` } },
  oxc: { decorator: { legacy: true } },
  test: { include: ['tests/**/*.test.ts'] },
});
