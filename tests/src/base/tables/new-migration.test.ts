// `npm run migration`, in a copy of the repository whose entities say more than its migrations make.
import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeFolder, temporaryFolder } from '../../../support/folders.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const run = promisify(execFile);

let folder: string;
beforeAll(() => {
  folder = temporaryFolder();
  for (const part of ['src', 'connectors', 'migrations', 'package.json', 'tsconfig.json', 'biome.json'])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => removeFolder(folder));

function migration(...parameters: string[]) {
  const program = [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), 'src/base/tables/new-migration.ts', ...parameters];
  return run(process.execPath, program, { cwd: folder });
}

const files = () => readdirSync(join(folder, 'migrations'));

it('writes what the entities say more, and then there is nothing to do', { timeout: 120_000 }, async () => {
  const entity = join(folder, 'src/base/tables/figure.entity.ts');
  const before = files();
  writeFileSync(
    entity,
    readFileSync(entity, 'utf8').replace('currency: text().nullable(),', `$&\n    note: text().default('none'),`),
  );
  await expect(migration('--check')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('alter table "metric_figure" add "note"'),
  });
  expect(files()).toEqual(before);

  expect((await migration('figure_note')).stdout).toMatch(/^Wrote migrations\/\d{14}_figure_note.ts/);
  const [added] = files().filter(file => !before.includes(file));
  expect(readFileSync(join(folder, 'migrations', added!), 'utf8')).toContain(
    `this.addSql(\`alter table "metric_figure" add "note" text not null default 'none'\`);`,
  );
  // As it stands, the formatter and the rules of style have nothing to say.
  await run(join(ROOT, 'node_modules/.bin/biome'), ['check', '--vcs-enabled=false', 'migrations'], { cwd: folder });
  expect((await migration('more')).stdout).toMatch(/^Nothing to do/);
});

it('says what a name looks like', async () => {
  await expect(migration('AnswerChannel')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('npm run migration NAME'),
  });
});
