// The tree as the architecture tests see it: every TypeScript file with its text and what it imports.
import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Import {
  /** Path from the root without extension for files of ours, such as "src/ingest/page/page"; else the package or "node:fs". */
  readonly target: string;
  readonly isOurs: boolean;
  /** Nothing is left of it when it runs. */
  readonly isType: boolean;
  /** Loaded when somebody asks for it. */
  readonly isLazy: boolean;
}

export interface Source {
  /** From the root, such as "src/ingest/page/page.ts". */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly Import[];
}

const STATEMENT =
  /^(?:import|export)\s+(?<type>type\s)?(?<names>[^'";]*?)\s*from\s*'(?<from>[^']+)'|^import\s+'(?<bare>[^']+)'|\bimport\(\s*'(?<dynamic>[^']+)'\s*\)/gm;

export function readSources(...folders: string[]): Source[] {
  return folders
    .flatMap(folder => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: ROOT, exclude: ['**/node_modules/**'] }))
    .sort()
    .map(path => {
      const text = readFileSync(posix.join(ROOT, path), 'utf8');
      return { path, text, lines: text.split('\n').length - 1, imports: importsOf(path, text) };
    });
}

export function importsOf(path: string, text: string): Import[] {
  return [...text.matchAll(STATEMENT)].map(({ groups }) => {
    const from = groups!.from ?? groups!.bare ?? groups!.dynamic!;
    const isOurs = from.startsWith('.');
    const target = isOurs
      ? posix.join(posix.dirname(path), from).replace(/\.[jt]sx?$/, '')
      : from.startsWith('node:')
        ? from
        : from
            .split('/')
            .slice(0, from.startsWith('@') ? 2 : 1)
            .join('/');
    const isType = groups!.type !== undefined || onlyTypes(groups!.names);
    return { target, isOurs, isType, isLazy: groups!.dynamic !== undefined };
  });
}

/** `{ type A, type B }` leaves nothing either. */
function onlyTypes(names: string | undefined): boolean {
  const list = /^\{(.*)\}$/s.exec(names?.trim() ?? '')?.[1];
  const parts = list
    ?.split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
  return parts !== undefined && parts.length > 0 && parts.every(part => part.startsWith('type '));
}

export function readText(path: string): string {
  return readFileSync(posix.join(ROOT, path), 'utf8');
}
