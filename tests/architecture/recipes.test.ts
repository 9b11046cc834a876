// The recipes that are words only: what they name is there, and nothing that they do not name is needed.
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSources, readText } from './sources.ts';

const contributing = readText('.github/CONTRIBUTING.md');

/** The text under a heading, until the next one. */
function chapter(title: string): string {
  const [, text] = contributing.split(`## ${title}\n`);
  expect(text, title).toBeDefined();
  return text!.split('\n## ')[0]!;
}

describe('a field of Customer', () => {
  const rows = chapter('A field of Customer')
    .split('\n')
    .filter(line => /^\| \d/.test(line));
  const named = rows.flatMap(row => [...row.split('|')[2]!.matchAll(/`([^`]+)`/g)].map(([, path]) => path!));

  it('has at most seven places, and they are there', () => {
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.length).toBeLessThanOrEqual(7);
    expect(named.filter(path => !existsSync(path))).toEqual([]);
  });

  it('such as jobTitle stands in these, and nowhere else but where segments may ask for it and fakes make it up', () => {
    const users = readSources('src', 'connectors', 'schema')
      .filter(({ text }) => /\b(jobTitle|job_title)\b/.test(text))
      .map(({ path }) => path)
      .filter(path => !/\/(fake|sandbox)\/|^connectors\/kit\/|^src\/derive\/rules\//.test(path))
      // A connector that comes has a mapping of its own.
      .filter(path => named.includes(path) || !/^connectors\/[^/]+\/map(\.ts$|\/)/.test(path));
    expect(users.sort()).toEqual(named.filter(path => path.endsWith('.ts')).sort());
    const migrations = readdirSync('migrations').filter(name => readText(`migrations/${name}`).includes('"job_title"'));
    expect(migrations.length).toBe(1);
  });
});

it('name files, folders and verbs that are there', () => {
  const paths = [...contributing.matchAll(/`((?:src|connectors|schema|migrations|tests)\/[\w./-]*)`/g)].map(
    ([, path]) => path!,
  );
  expect(paths.length).toBeGreaterThan(10);
  expect(paths.filter(path => !existsSync(path))).toEqual([]);
  const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
  const verbs = [...contributing.matchAll(/npm run ([\w:]+)/g)].map(([, verb]) => verb!);
  expect(verbs.filter(verb => !(verb in scripts))).toEqual([]);
});
