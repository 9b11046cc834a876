// The file of a migration, and its line in the list.
import { describe, expect, it } from 'vitest';
import { listed, migrationFile, statementsOf } from '../../../../src/base/tables/migration-text.ts';

const NOW = new Date('2026-12-01T08:09:10.123Z');

describe('a migration', () => {
  it('is named by the time, in words and as a class', () => {
    const { name, className, text } = migrationFile('answer_channel', [], NOW, '20261130050300_dangling');
    expect({ name, className }).toEqual({ name: '20261201080910_answer_channel', className: 'AnswerChannel' });
    expect(text).toMatch(/^\/\/ Answer channel: .*\nimport /);
    expect(text).toContain('export class AnswerChannel extends Migration {');
  });

  it('comes after the newest, whatever the clock says', () => {
    expect(migrationFile('late', [], NOW, '20300101000059_ahead').name).toBe('20300101000060_late');
  });

  it('holds the statements as they are, a table column by column', () => {
    const { text } = migrationFile(
      'things',
      [
        `alter table "thing" add column "kind" text not null default 'a\\b\`\${c}'`,
        'alter table "thing" drop column "old"',
        'create table "thing" ("id" bigserial primary key, "amount" numeric(10, 2) not null, primary key ("a", "b"))',
      ],
      NOW,
      '20261130050300_dangling',
    );
    expect(text).toContain(`add column "kind" text not null default 'a\\\\b\\\`\\\${c}'\`);`);
    expect(text).toContain(`this.addSql('alter table "thing" drop column "old"');`);
    expect(text).toContain(
      'create table "thing" (\n      "id" bigserial primary key,\n      "amount" numeric(10, 2) not null,\n      primary key ("a", "b")\n    )`',
    );
  });

  it('stands last in the list', () => {
    const index = `import { A } from './1_a.ts';\n\nexport const migrations = [\n  { name: '1_a', class: A },\n];\n`;
    expect(listed(index, migrationFile('b_c', [], NOW, '20261130050300_dangling'))).toBe(
      `import { A } from './1_a.ts';\nimport { BC } from './20261201080910_b_c.ts';\n\nexport const migrations = [\n  { name: '1_a', class: A },\n  { name: '20261201080910_b_c', class: BC },\n];\n`,
    );
  });
});

it('statements end at a semicolon that is not quoted', () => {
  expect(statementsOf(`select ';';\n\nselect "b";\n`)).toEqual([`select ';'`, 'select "b"']);
  expect(statementsOf('')).toEqual([]);
});
