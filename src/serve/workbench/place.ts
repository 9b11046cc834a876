// Where the web page's sources, examples and built files are, from the sources as well as from dist.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Address under which the page's files are served. */
export const ASSETS = '/workbench/';

/** The folder of package.json. */
export function projectFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

export function builtFolder(): string {
  return join(projectFolder(), 'dist/workbench');
}

export function examplesFolder(): string {
  return join(projectFolder(), 'schema/examples');
}
