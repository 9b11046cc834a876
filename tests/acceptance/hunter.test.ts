// A hunter: hostile values at every place where a client may put one, and documents of random shape, over HTTP and WebSocket.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../schema/create-schema.ts';
import { Random } from '../../src/run/sandbox/random.ts';
import { drawGroups } from './hunter/draw.ts';
import { createGround, type Ground } from './hunter/ground.ts';
import { createHunt, type Hunt } from './hunter/hunt.ts';
import type { Memory } from './hunter/hunted.ts';

const SEED = Number(process.env.CXGRAPH_TEST_SEED ?? 1);
const PEOPLE = 200;
/** Of the requests that took long. */
const SLOW_SHOWN = 40;
/** How much more the heap may hold at the end: caches that are filled, and no more. */
const HEAP_BYTES = 100_000_000;

let ground: Ground;
let hunt: Hunt;
let before: Memory;
beforeAll(async () => {
  ground = await createGround(PEOPLE);
  hunt = createHunt(ground.hunted, Random.of(SEED, 'sockets'));
  before = await ground.hunted.memory();
}, 120_000);
afterAll(async () => {
  hunt?.close();
  await ground?.close();
});

describe(`a hunter (seed ${SEED})`, () => {
  it('finds no internal error, no stall, and nothing that contradicts itself', async () => {
    const schema = createSchema();
    const { reads, writes } = drawGroups(schema, ground.things, Random.of(SEED, 'draw'));
    await hunt.run(reads, true);
    await hunt.run(writes, false);
    const { findings, tally } = hunt;
    for (const line of ground.hunted.log)
      if (line.level >= 50 && line.msg !== 'a request failed')
        findings.add({ kind: 'the log', sign: `${line.msg}: ${line.error?.message}` }, '', '');
    console.log(
      `hunter: ${tally.requests} requests (${tally.overSocket} over WebSocket), ${findings.count('internal error')} internal errors, ` +
        `${findings.count('stall')} stalls, ${tally.slow.length} slower than 2 s, slowest ${Math.round(tally.slowestMs)} ms, seed ${SEED}`,
    );
    for (const line of [...findings.lines(), ...tally.slow.slice(0, SLOW_SHOWN)]) console.log(`  ${line}`);
    expect(ground.hunted.death()).toBeNull();
    expect(tally.requests).toBeGreaterThan(10_000);
    expect(findings.lines()).toEqual([]);
  }, 600_000);

  it('leaves the server with no more memory than it had', async () => {
    const after = await ground.hunted.memory();
    const mib = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
    console.log(`hunter: heap ${mib(before.heapUsed)} before, ${mib(after.heapUsed)} after`);
    expect(after.heapUsed - before.heapUsed).toBeLessThan(HEAP_BYTES);
  });
});
