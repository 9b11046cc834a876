// The example tabs: one a file, its title in the first comment line.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { examplesFolder } from './place.ts';

export interface Example {
  readonly file: string;
  readonly title: string;
  readonly query: string;
  /** JSON; from a line that begins with "# variables:". */
  readonly variables: string | null;
}

/** In the order of their file names. */
export function readExamples(): Example[] {
  return readdirSync(examplesFolder())
    .filter(file => file.endsWith('.graphql'))
    .sort()
    .map(file => parseExample(file, readFileSync(join(examplesFolder(), file), 'utf8')));
}

export function parseExample(file: string, query: string): Example {
  const title = /^#\s*(.+)/.exec(query)?.[1] ?? file;
  const variables = /^# variables: (.+)$/m.exec(query)?.[1] ?? null;
  return { file, title, query, variables };
}
