// What `npm start` and `npm run migrate` run: compiles where it must, then is the program itself. One process, in the
// place of the shell that npm starts (`exec`): a shell passes no signal on to what it waits for. The shell of Windows knows
// no `exec`, and starts what stands behind `||`.
import { fileURLToPath } from 'node:url';

const parent = process.ppid;
// npm hands on neither SIGHUP nor its own violent end: then the parent is another.
const watch = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(watch);
  process.kill(process.pid, 'SIGTERM');
}, 250).unref();

await import('./fresh.mjs');
process.argv[1] = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));
await import(process.argv[1]);
