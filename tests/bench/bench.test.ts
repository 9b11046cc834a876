// A small run of the benchmark, so that it does not rot. What it measures here says nothing; nothing of it is asserted.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { benchMemory } from './memory.ts';
import { parseOptions } from './options.ts';
import { print } from './print.ts';
import { benchSync } from './sync/sync.ts';
import { everydayMix } from './world/mix.ts';

const RECORDS = 2000;
const positive = expect.toSatisfy((value: unknown) => typeof value === 'number' && value > 0);

test('the sync is measured end to end, in its database part, and against COPY of the same rows', async () => {
  const report = await benchSync({ records: RECORDS, rounds: 1 });
  const { hubspot, salesforce } = everydayMix(RECORDS);
  expect(report).toMatchObject({
    requests: positive,
    rounds: 1,
    endToEndMs: positive,
    databasePartMs: positive,
    copyMs: positive,
    cpuMs: { worker: positive, source: positive },
    ratios: { endToEnd: report.copyMs / report.endToEndMs, databasePart: report.copyMs / report.databasePartMs },
  });
  // Every generated record arrives, and what HubSpot links is a record more.
  const objects = [...Object.values(hubspot), ...Object.values(salesforce)].reduce((sum, count) => sum + count, 0);
  expect(report.records).toBeGreaterThan(objects + hubspot.contacts + hubspot.tickets + hubspot.calls);
  expect(report.rows).toBeGreaterThan(report.records * 2);
  expect(print({ sync: report }, parseOptions(['sync']))).toContain('× COPY');
  expectNothingLeft();
}, 120_000);

test('memory is measured for a number of records and for ten times as many', async () => {
  const report = await benchMemory(RECORDS / 10);
  const [small, large] = report.runs;
  // The few beyond are HubSpot's descriptions of its own properties.
  expect(small.records - RECORDS / 10).toBeOneOf([0, 1, 2, 3, 4, 5]);
  expect(large.records - small.records).toBe(RECORDS - RECORDS / 10);
  for (const run of report.runs)
    expect(run).toMatchObject({ ms: positive, workerPeakMb: positive, sourcePeakMb: positive });
  expect(report.ratio).toBe(report.runs[1].workerPeakMb / report.runs[0].workerPeakMb);
  expect(print({ memory: report }, parseOptions(['memory']))).toContain('ten times the records');
  expectNothingLeft();
}, 120_000);

test('what is asked for is understood or refused', () => {
  expect(parseOptions([])).toEqual({
    parts: ['sync', 'memory', 'profile', 'metrics'],
    records: 100_000,
    rounds: 3,
    answers: [1_000_000],
  });
  expect(parseOptions(['profile', '--rounds', '5'])).toMatchObject({ parts: ['profile'], rounds: 5 });
  expect(parseOptions(['metrics', '--answers', '1000,2000'])).toMatchObject({ answers: [1000, 2000] });
  expect(() => parseOptions(['cpu'])).toThrow('no benchmark "cpu"');
  expect(() => parseOptions(['--records', '1.5'])).toThrow('whole number');
});

function expectNothingLeft(): void {
  const mine = execFileSync('ps', ['-eo', 'ppid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter(line => line.trim().startsWith(`${process.pid} `) && line.includes('.program.'));
  expect(mine).toEqual([]);
  expect(readdirSync(tmpdir()).filter(name => name.startsWith(`cxgraph-bench-${process.pid}-`))).toEqual([]);
}
