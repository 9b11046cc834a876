// Writes a new connector: the sample and its tests, under another name and in their own folders.
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { checkName } from './names.ts';

const SAMPLE = 'connectors/kit/new/sample';
const SAMPLE_TESTS = `tests/${SAMPLE}`;

/** The files that it wrote, from `root`. Throws BadName, and then writes nothing. */
export function generate(root: string, name: string): string[] {
  checkName(root, name);
  const homes = { [SAMPLE]: `connectors/${name}`, [SAMPLE_TESTS]: `tests/connectors/${name}` };
  const files = Object.entries(homes).flatMap(([from, to]) =>
    globSync('**/*.{ts,md}', { cwd: join(root, from) }).map(file => {
      const source = posix.join(from, file);
      const target = posix.join(to, file);
      const text = readFileSync(join(root, source), 'utf8');
      mkdirSync(join(root, posix.dirname(target)), { recursive: true });
      writeFileSync(join(root, target), renamed(moved(text, source, target, homes), name));
      return target;
    }),
  );
  // Other names have other lengths, and other ways another order.
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  execFileSync(process.execPath, [biome, 'check', '--write', ...Object.values(homes)], { cwd: root, stdio: 'pipe' });
  return files.sort();
}

/** With imports that lead to the same files from where it stands now. */
export function moved(text: string, source: string, target: string, homes: Readonly<Record<string, string>>): string {
  return text.replace(/(?<=\bfrom\s')(\.[^']+)(?=')/g, way => {
    const file = posix.join(posix.dirname(source), way);
    const home = Object.keys(homes).find(folder => file.startsWith(`${folder}/`));
    const led = home === undefined ? file : file.replace(home, homes[home]!);
    const relative = posix.relative(posix.dirname(target), led);
    return relative.startsWith('.') ? relative : `./${relative}`;
  });
}

/** "Sample" stands in the names of things and for people, "sample" in keys and addresses. */
export function renamed(text: string, name: string): string {
  const title = name.replace(/(^|-)([a-z0-9])/g, (_, _dash: string, first: string) => first.toUpperCase());
  return text.replaceAll('Sample', title).replaceAll('sample', name);
}
