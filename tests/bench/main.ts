// `npm run bench`: how fast sync, 360-profile query, metrics, import, segments and export are, as ratios to what PostgreSQL and node:http can do.
import { benchExport } from './export/export.ts';
import { benchImport } from './import/import.ts';
import { benchMemory } from './memory.ts';
import { benchMetrics } from './metrics/metrics.ts';
import { parseOptions, USAGE } from './options.ts';
import { print, type Report } from './print.ts';
import { benchProfile } from './profile/profile.ts';
import { benchSegments } from './segments/segments.ts';
import { benchSync } from './sync/sync.ts';

// The part that is running then stops its database and removes its folder.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const tell = (step: string) => process.stdout.write(`${step} … `);

try {
  const options = parseOptions(process.argv.slice(2));
  const report: { -readonly [part in keyof Report]: Report[part] } = {};
  for (const part of options.parts) {
    const start = performance.now();
    process.stdout.write(`${part} … `);
    if (part === 'sync') report.sync = await benchSync(options);
    if (part === 'memory') report.memory = await benchMemory(options.records);
    if (part === 'profile') report.profile = await benchProfile(options.rounds);
    if (part === 'metrics') report.metrics = await benchMetrics({ ...options, tell });
    if (part === 'import') report.import = await benchImport({ ...options, tell });
    if (part === 'export') report.export = await benchExport({ ...options, tell });
    if (part === 'segments') report.segments = await benchSegments({ ...options, tell });
    process.stdout.write(`${Math.round((performance.now() - start) / 1000)} s\n`);
  }
  process.stdout.write(`\n${print(report, options)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n${USAGE}\n`);
  process.exitCode = 1;
}
