// What programs of tests are started with, by `--import`: our sources as JavaScript, compiled once for all that are started.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { enableCompileCache, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const DAY_MS = 86_400_000;
const root = new URL('../../../', import.meta.url);
const tsconfigRaw = readFileSync(new URL('tsconfig.json', root), 'utf8');
const folder = fileURLToPath(new URL('node_modules/.cache/cxgraph-tests/', root));

// What is not as it was stays there under a name that nobody asks for.
if (existsSync(folder) && Date.now() - statSync(folder).birthtimeMs > DAY_MS) rmSync(folder, { recursive: true });
mkdirSync(folder, { recursive: true });
enableCompileCache(`${folder}machine-code`);
process.setSourceMapsEnabled(true);
registerHooks({
  load(url, context, next) {
    if (!url.startsWith(root.href) || !url.endsWith('.ts')) return next(url, context);
    return { format: 'module', shortCircuit: true, source: compiled(fileURLToPath(url)) };
  },
});

function compiled(file) {
  const source = readFileSync(file, 'utf8');
  const hash = createHash('sha256')
    .update(JSON.stringify([file, tsconfigRaw, source]))
    .digest('hex');
  const place = `${folder}${hash}.js`;
  try {
    return readFileSync(place, 'utf8');
  } catch {}
  const { code } = transformSync(source, {
    loader: 'ts',
    format: 'esm',
    sourcefile: file,
    sourcemap: 'inline',
    target: 'node22',
    tsconfigRaw,
  });
  try {
    // Several programs may start at once: a file has its name once it is whole.
    writeFileSync(`${place}.${process.pid}`, code);
    renameSync(`${place}.${process.pid}`, place);
  } catch {}
  return code;
}
