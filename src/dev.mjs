// What `npm run dev` runs: the program from its sources, and soon after a change anew. The process that comes next waits with
// all libraries loaded, so that a change costs no more than our own files and a start.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync, watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

const FOLDERS = ['src', 'connectors', 'schema', 'migrations'];
/** An editor writes a file in several steps. */
const SETTLED_MS = 30;
/** What has not stopped by then is killed: whatever is written stays whole, as after any crash. */
const STOPPED_MS = 700;
/** Loading the next one's libraries should not slow down the start of this one. */
const STARTED_MS = 1500;

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

const isUp = child => child.exitCode === null && child.signalCode === null;

async function stopped(child) {
  if (!isUp(child)) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOPPED_MS);
  await gone;
  clearTimeout(late);
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
  const orders = { load: Promise.withResolvers(), start: Promise.withResolvers() };
  process.on('message', order => orders[order].resolve());
  for (const library of libraries()) await import(library).catch(() => undefined);
  process.send('ready');
  await orders.load.promise;
  register();
  await import('./run/cli/serve.ts');
  process.send('loaded');
  await orders.start.promise;
  // It ends by itself when the program does.
  process.channel.unref();
  process.argv.splice(1, 1, fileURLToPath(new URL('main.ts', import.meta.url)), 'serve');
  await import('./main.ts');
}

/** As our files name them, and only what the program depends on. */
function libraries() {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const named = globSync(`{${FOLDERS}}/**/*.ts`).flatMap(file => [
    ...readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^'";]*from '([^.'][^']*)'/gm),
  ]);
  const packages = new Set(Object.keys(dependencies));
  return new Set(named.map(([, name]) => name).filter(name => packages.has(/^(?:@[^/]+\/)?[^/]+/.exec(name)[0])));
}
