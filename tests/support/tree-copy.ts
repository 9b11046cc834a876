// A copy of the tree in which a test follows a recipe: what it adds there is loaded beside the tree itself.
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeFolder, temporaryFolder } from './folders.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COPIED = ['package.json', 'tsconfig.json', 'src', 'connectors', 'schema', 'migrations', 'tests/support'];

export interface TreeCopy {
  write(path: string, text: string): void;
  /** Puts a line before the only one that is like this. */
  addLine(path: string, line: string, before: string): void;
  /** A file of the copy. The test that asks must load no schema of the tree: types have one registry a process. */
  load<T>(path: string): Promise<T>;
  remove(): void;
}

export function copyTree(): TreeCopy {
  const folder = temporaryFolder();
  for (const path of COPIED) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  return {
    write,
    addLine(path, line, before) {
      const lines = read(path).split('\n');
      const places = [...lines.keys()].filter(at => lines[at] === before);
      if (places.length !== 1) throw new Error(`${path} has ${places.length} lines like ${before}`);
      write(path, lines.toSpliced(places[0]!, 0, line).join('\n'));
    },
    load: path => import(join(folder, path)),
    remove: () => removeFolder(folder),
  };
}
