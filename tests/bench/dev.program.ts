// Measures how long `npm run dev` takes from a change to an answer of the new program. Run: npx tsx tests/bench/dev.program.ts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, utimesSync } from 'node:fs';
import { createServer } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { removeFolder } from '../support/folders.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CHANGES = 5;
/** The next process has loaded its libraries by then, and the first sync of the sandbox is over. */
const REST_MS = 10_000;

const folder = mkdtempSync(join(tmpdir(), 'cxgraph-dev-'));
const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as { port: number };
server.close();

const program = spawn(process.execPath, ['src/dev.mjs'], {
  cwd: ROOT,
  env: { PATH: process.env.PATH, PORT: String(port), CXGRAPH_DATA_DIR: folder },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let starts = 0;
program.stdout.on('data', chunk => (starts += String(chunk).match(/cxgraph +http/g)?.length ?? 0));

const answers = async () => {
  try {
    return (await fetch(`http://127.0.0.1:${port}/healthz`, { headers: { connection: 'close' } })).ok;
  } catch {
    return false;
  }
};

async function started(number: number): Promise<void> {
  while (starts < number || !(await answers())) await sleep(10);
}

try {
  await started(1);
  await sleep(3 * REST_MS);
  const seconds: number[] = [];
  for (let at = 1; at <= CHANGES; at++) {
    await sleep(REST_MS);
    const begun = performance.now();
    utimesSync(join(ROOT, 'src/main.ts'), new Date(), new Date());
    await started(at + 1);
    seconds.push((performance.now() - begun) / 1000);
  }
  const shown = seconds.map(one => one.toFixed(2)).join(', ');
  console.log(`from a change to an answer: ${shown} s (load of the machine ${loadavg()[0]!.toFixed(1)})`);
} finally {
  program.kill('SIGTERM');
  await once(program, 'exit');
  removeFolder(folder);
}
