// The tests that need nothing but memory and little time, without a database: `npm run test:unit`.
import { defineConfig } from 'vitest/config';
import { shared, unit } from './vitest.config.ts';

export default defineConfig({ ...shared, test: { ...shared.test, ...unit } });
