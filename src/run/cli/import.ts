// `cxgraph import responses`: survey answers of any tool, from a file.
import { SingleBar } from 'cli-progress';
import type { Config } from '../../base/config.ts';
import {
  type ImportCounts,
  type ImportOptions,
  type ImportResult,
  importResponses,
} from '../../ingest/imports/import-responses.ts';
import { type Console, thousands } from './console.ts';
import { withRuntime } from './session.ts';

/** Where lines cannot replace each other, as in a log file. */
const LINE_EVERY = 100_000;

/** Exit code: 0 when every line was taken or was here already. Throws UserError when nothing could be begun. */
export function importResponsesCommand(config: Config, out: Console, options: ImportOptions): Promise<number> {
  return withRuntime(config, async ({ runtime, signal }) => {
    const progress = out.interactive ? barProgress() : lineProgress(out);
    try {
      const result = await importResponses(runtime.context(), options, {
        signal,
        onMapping(mapping, unused) {
          for (const [field, column] of mapping) if (field !== column) out.line(`  ${field.padEnd(24)}${column}`);
          if (unused.length > 0) out.line(`  ${'not used'.padEnd(24)}${unused.join(', ')}`);
          if (!mapping.has('id'))
            out.line(
              '  No column is an id: lines with equal contents are taken for one answer. Name one: --map id=Header',
            );
        },
        onProgress: progress.show,
      });
      progress.end();
      summarize(out, options, result);
      return result.complete && result.rejected === 0 ? 0 : 1;
    } finally {
      progress.end();
    }
  });
}

function summarize(out: Console, options: ImportOptions, result: ImportResult): void {
  out.line(countsOf(result));
  if (result.rejected > 0) out.line(`What was rejected, with line and reason: ${result.rejectsFile}`);
  if (!result.complete) out.line('Stopped. Run it again: what is here already stays as it is.');
  else if (options.dryRun) out.line('A trial run: nothing was kept.');
}

function countsOf({ read, accepted, unchanged, rejected }: ImportCounts): string {
  return `${thousands(read)} read, ${thousands(accepted)} accepted, ${thousands(unchanged)} unchanged, ${thousands(rejected)} rejected`;
}

interface Progress {
  show(counts: ImportCounts, bytes: number, totalBytes: number): void;
  end(): void;
}

function barProgress(): Progress {
  const bar = new SingleBar({ format: '[{bar}] {percentage}% {counts}', hideCursor: true, barsize: 30 });
  return {
    show(counts, bytes, totalBytes) {
      if (!bar.isActive) bar.start(totalBytes, 0, { counts: '' });
      bar.update(bytes, { counts: countsOf(counts) });
    },
    end: () => bar.stop(),
  };
}

function lineProgress(out: Console): Progress {
  let told = 0;
  return {
    show(counts) {
      if (counts.read < told + LINE_EVERY) return;
      told = counts.read;
      out.line(countsOf(counts));
    },
    end: () => undefined,
  };
}
