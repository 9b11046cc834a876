// Builds the web page into dist/workbench, unless it is there already, made from the same files.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { ASSETS, builtFolder, projectFolder } from './place.ts';

const sources = join(projectFolder(), 'src/serve/workbench/page');
const stamp = join(builtFolder(), 'inputs.sha256');

/** Of the page's sources and of the versions of everything it is built from. */
function inputs(): string {
  const files = [
    ...readdirSync(sources)
      .sort()
      .map(name => join(sources, name)),
    join(projectFolder(), 'package-lock.json'),
  ];
  const hash = createHash('sha256').update(ASSETS);
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}

async function main(): Promise<void> {
  const wanted = inputs();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await build({
    root: sources,
    configFile: false,
    base: ASSETS,
    // It warns of directives in React libraries that mean nothing here; errors still throw.
    logLevel: 'error',
    worker: { format: 'es' },
    build: {
      outDir: builtFolder(),
      emptyOutDir: true,
      target: 'es2022',
      // The editor alone is larger than what Vite warns of.
      chunkSizeWarningLimit: 10_000,
    },
  });
  // Last, so that a build that broke off is made again.
  writeFileSync(stamp, wanted);
}

await main();
