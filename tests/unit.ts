// Which tests need nothing but memory and little time: found by all that they import, not listed by hand.
import { readSources, type Source } from './architecture/sources.ts';

/** Who imports one of these, however far away, may open a database, a port or another program, or draws for many seconds. */
const LARGE = [
  'tests/support/database',
  'src/base/database/embedded/open',
  'fastify',
  'node:http',
  'node:https',
  'node:net',
  'node:child_process',
  'node:worker_threads',
  'tests/support/simulate',
];

export function unitTests(): string[] {
  const sources = readSources('src', 'connectors', 'schema', 'migrations', 'tests');
  const byName = new Map(sources.map(source => [source.path.replace(/\.tsx?$/, ''), source]));
  return sources.filter(({ path }) => path.endsWith('.test.ts') && isSmall(path, byName)).map(({ path }) => path);
}

function isSmall(test: string, byName: ReadonlyMap<string, Source>): boolean {
  const open = [test.replace(/\.ts$/, '')];
  const seen = new Set(open);
  for (const name of open) {
    for (const { target, isOurs, isType } of byName.get(name)?.imports ?? []) {
      if (isType) continue;
      if (LARGE.includes(target)) return false;
      if (isOurs && !seen.has(target)) {
        seen.add(target);
        open.push(target);
      }
    }
  }
  return true;
}
