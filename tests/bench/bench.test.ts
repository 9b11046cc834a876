// A small run of the benchmark, so that it does not rot. What it measures here says nothing; nothing of it is asserted.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { benchExport } from './export/export.ts';
import { benchImport } from './import/import.ts';
import { benchMemory } from './memory.ts';
import { expectSameFigures } from './metrics/figures.ts';
import { benchMetrics } from './metrics/metrics.ts';
import { parseOptions } from './options.ts';
import { print } from './print.ts';
import { benchSegments } from './segments/segments.ts';
import { everydayMix } from './support/mix.ts';
import { benchSync } from './sync/sync.ts';

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

test('reports say what plain SQL over the rows says, and are measured for each number of answers', async () => {
  const report = await benchMetrics({ answers: [44_000, 40_000], rounds: 1 });
  expect(report.runs).toHaveLength(2);
  for (const [i, answers] of [40_000, 44_000].entries()) {
    const run = report.runs[i]!;
    // One of twenty is a case: opened, answered, resolved, not opened again, at the first contact. Half are responses that nobody was seen to be asked for.
    expect(run).toMatchObject({ answers, worldMs: positive, rebuilt: { ms: positive, facts: answers * 1.75 } });
    expect(run.changed).toMatchObject({ ms: positive, customers: run.changed.facts });
    expect(run.questions).toHaveLength(8);
    for (const question of run.questions)
      expect(question).toMatchObject({ reportMs: positive, scanMs: positive, statements: positive });
  }
  expect(print({ metrics: report }, parseOptions(['metrics']))).toContain('From 40,000 to 44,000 answers');
  expectNothingLeft();
}, 120_000);

test('the import is measured for a number of lines and for ten times as many, and against COPY of what they become', async () => {
  const report = await benchImport({ lines: 300 });
  for (const [i, lines] of [300, 3000].entries()) {
    const run = report.runs[i]!;
    expect(run).toMatchObject({ lines, ms: positive, copyMs: positive, peakMb: positive });
    // A source record, a response and two answers each; half of them say why.
    expect(run.rows).toBeGreaterThan(lines * 4.5);
    expect(report.copyRatios[i]).toBe(run.copyMs / run.ms);
  }
  expect(report.memoryRatio).toBe(report.runs[1].peakMb / report.runs[0].peakMb);
  expect(print({ import: report }, parseOptions(['import']))).toContain('ten times the lines');
  expectNothingLeft();
}, 120_000);

test('a hundred segments mean what their SQL by hand means, and are measured for everybody and for a few', async () => {
  const report = await benchSegments({ customers: 2000, rounds: 1 });
  expect(report).toMatchObject({
    customers: 2000,
    interactions: 20_000,
    segments: 100,
    members: positive,
    everybodyMs: positive,
    handMs: positive,
    changed: { customers: 1000, segmentsMs: positive, refreshMs: positive },
    journeys: { visits: positive, walkMs: positive, mapMs: positive, feltMs: positive, pathsMs: positive },
  });
  expect(print({ segments: report }, parseOptions(['segments']))).toContain('× by hand');
  expectNothingLeft();
}, 120_000);

test('exports are measured in each format, for a number of rows and for five times as many, and against COPY', async () => {
  const report = await benchExport({ rows: 400 });
  expect(report.runs.map(({ rows, format }) => `${rows} ${format}`)).toEqual(
    [400, 2_000].flatMap(rows => ['ndjson', 'csv', 'parquet'].map(format => `${rows} ${format}`)),
  );
  for (const run of report.runs)
    expect(run).toMatchObject({
      ms: positive,
      bytes: positive,
      copyRatio: positive,
      peakMb: positive,
      cpuMs: positive,
    });
  expect(report.memoryRatios.csv).toBe(report.runs[4]!.peakMb / report.runs[1]!.peakMb);
  expect(print({ export: report }, parseOptions(['export']))).toContain('five times the rows');
  expectNothingLeft();
}, 120_000);

test('figures that differ are told', () => {
  const same = new Map([['a', { n: 1, value: 0.1 + 0.2 }]]);
  expectSameFigures('x', new Map([['a', { n: 1, value: 0.3 }]]), same);
  for (const other of [new Map(), new Map([['a', { n: 2, value: 0.3 }]]), new Map([['a', { n: 1, value: null }]])])
    expect(() => expectSameFigures('x', same, other)).toThrow('1 of 1 figures differ');
  expect(() => expectSameFigures('x', new Map(), new Map())).toThrow('0 of 0');
});

test('what is asked for is understood or refused', () => {
  expect(parseOptions([])).toEqual({
    parts: ['sync', 'memory', 'profile', 'metrics', 'import', 'segments', 'export'],
    records: 100_000,
    rounds: 3,
    answers: [1_000_000],
    lines: 20_000,
    customers: 100_000,
    rows: 200_000,
  });
  expect(parseOptions(['profile', '--rounds', '5'])).toMatchObject({ parts: ['profile'], rounds: 5 });
  expect(parseOptions(['metrics', '--answers', '50000,100000'])).toMatchObject({ answers: [50_000, 100_000] });
  expect(() => parseOptions(['--answers', '1000'])).toThrow('whole number from 40000');
  expect(parseOptions(['import', '--lines', '100000'])).toMatchObject({ parts: ['import'], lines: 100_000 });
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
