// What `npm run dev` runs: the program from its sources, and soon after a change anew. The process that comes next waits with
// all libraries loaded and all our files compiled, so that a change costs no more than loading them and a start.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync, watch } from 'node:fs';
import { registerHooks } from 'node:module';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const FOLDERS = ['src', 'connectors', 'schema', 'migrations'];
/** An editor writes a file in several steps. */
const SETTLED_MS = 30;
/**
 * The embedded database outlives a program that is killed, and the next one takes it over: as after any crash, what is written
 * is whole, and syncs go on. With another database leases would be left, so it is asked to stop.
 */
const END = process.env.DATABASE_URL ? 'SIGTERM' : 'SIGKILL';
/** Loading the next one's libraries should not slow down the start of this one. */
const STARTED_MS = 1500;

const root = new URL('../', import.meta.url).href;
/** Files from the root, by name. */
const known = new Map();
const sources = () => globSync(`{${FOLDERS}}/**/*.ts`);
const tsconfigRaw = readFileSync('tsconfig.json', 'utf8');

/** Whoever asked may have ended meanwhile: `disconnect` sees to that. */
const ignore = () => undefined;

await (process.send ? beNext() : keepRunning());

async function keepRunning() {
  let running = null;
  let next = spawn();
  let isStale = true;
  let isAtWork = false;

  const restart = async () => {
    isAtWork = true;
    while (isStale) {
      isStale = false;
      const fresh = next;
      next = null;
      if (await told(fresh, 'load', 'loaded')) {
        if (running) await stopped(running);
        running = fresh;
        fresh.send('start');
        await new Promise(resolve => setTimeout(resolve, STARTED_MS));
      }
      // Where the sources did not load, it has said why, and the one before goes on.
      next = spawn();
    }
    isAtWork = false;
  };
  const changed = () => {
    isStale = true;
    if (!isAtWork) void restart();
  };
  let settling;
  const watchers = FOLDERS.map(folder =>
    watch(folder, { recursive: true }, (_, file) => {
      if (!/\.(ts|graphql)$/.test(file ?? '')) return;
      clearTimeout(settling);
      settling = setTimeout(changed, SETTLED_MS);
    }),
  );
  changed();

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      for (const watcher of watchers) watcher.close();
      clearTimeout(settling);
      next?.kill('SIGKILL');
      // Whoever presses Ctrl-C twice means both.
      if (running && isUp(running)) running.once('exit', () => process.exit()).kill(signal);
      else process.exit();
    });
}

function spawn() {
  const child = fork(fileURLToPath(import.meta.url), { stdio: 'inherit' });
  child.ready = answered(child, 'ready');
  return child;
}

function isUp(child) {
  return child.exitCode === null && child.signalCode === null;
}

async function stopped(child) {
  if (!isUp(child)) return;
  const gone = once(child, 'exit');
  child.kill(END);
  await gone;
}

/** Whether the child did it; false when it ended instead. */
async function told(child, order, answer) {
  if (!(await child.ready)) return false;
  const done = answered(child, answer);
  child.send(order);
  return done;
}

function answered(child, answer) {
  return new Promise(resolve => {
    child.on('message', message => message === answer && resolve(true));
    child.once('exit', () => resolve(false));
  });
}

async function beNext() {
  // The one that started us is gone, whatever ended it.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  const ordered = { load: false, start: false };
  process.on('message', order => {
    ordered[order] = true;
  });
  const until = async order => {
    while (!ordered[order]) await once(process, 'message');
  };
  compileOnLoad();
  for (const library of libraries()) await import(library).catch(() => undefined);
  process.send('ready', ignore);
  for (const file of sources()) {
    await turn();
    if (ordered.load) break;
    // What is broken says so when it is loaded.
    try {
      compiled(file);
    } catch {}
  }
  await until('load');
  await import('./run/cli/serve.ts');
  process.send('loaded', ignore);
  await until('start');
  // It ends by itself when the program does.
  process.channel.unref();
  process.argv.splice(1, 1, fileURLToPath(new URL('main.ts', import.meta.url)), 'serve');
  await import('./main.ts');
}

/** As JavaScript; at once where the file is as it was. */
function compiled(file) {
  const source = readFileSync(file, 'utf8');
  let found = known.get(file);
  if (found?.source !== source) {
    const settings = {
      loader: 'ts',
      format: 'esm',
      sourcefile: file,
      sourcemap: 'inline',
      target: 'node22',
      tsconfigRaw,
    };
    found = { source, code: transformSync(source, settings).code };
    known.set(file, found);
  }
  return found.code;
}

/** Our own files are TypeScript with the decorators of old, which Node does not read by itself. */
function compileOnLoad() {
  process.setSourceMapsEnabled(true);
  registerHooks({
    load(url, context, next) {
      const file = url.startsWith(root) && url.endsWith('.ts') ? url.slice(root.length) : null;
      if (file === null || file.startsWith('node_modules/')) return next(url, context);
      return { format: 'module', shortCircuit: true, source: compiled(decodeURI(file)) };
    },
  });
}

/** As our files name them, and only what the program depends on. */
function libraries() {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const named = sources().flatMap(file => [
    ...readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^'";]*from '([^.'][^']*)'/gm),
  ]);
  const packages = new Set(Object.keys(dependencies));
  return new Set(named.map(([, name]) => name).filter(name => packages.has(/^(?:@[^/]+\/)?[^/]+/.exec(name)[0])));
}
