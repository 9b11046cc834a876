// Which tests run without a database.
import { describe, expect, it } from 'vitest';
import { unitTests } from '../unit.ts';

const unit = unitTests();

describe('the tests of npm run test:unit', () => {
  it('are those that need nothing but memory', () => {
    expect(unit).toContain('tests/src/base/ids.test.ts');
    expect(unit).toContain('tests/schema/schema.test.ts');
    expect(unit).toContain('tests/architecture/arrows.test.ts');
    expect(unit.length).toBeGreaterThan(50);
  });

  it.each([
    ['a database', 'tests/src/base/database/sql.test.ts'],
    ['a database, through helpers of its own', 'tests/schema/sparse.test.ts'],
    ['a server', 'tests/connectors/kit/http.test.ts'],
    ['another program', 'tests/src/base/tables/new-migration.test.ts'],
    ['many seconds of chance', 'tests/src/derive/scores/lifetime/fit.test.ts'],
  ])('leave out what needs %s', (_, path) => {
    expect(unit).not.toContain(path);
  });
});
