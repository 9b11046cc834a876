// `cxgraph export`: a list or report of the API as a file, or to whoever reads stdout.
import { stderr, stdout } from 'node:process';
import type { Config } from '../../base/config.ts';
import { badInput } from '../../base/errors.ts';
import { createLog } from '../../base/log.ts';
import { type Write, writeExport } from '../../serve/export/export.ts';
import { EXPORTS } from '../../serve/export/exports.ts';
import { formatOf } from '../../serve/export/formats.ts';
import { describeExport, exportOf, planExport } from '../../serve/export/plan.ts';
import { localOperations } from '../../serve/server/graphql.ts';
import { type Console, thousands } from './console.ts';
import { type ExportArguments, parseExportArguments } from './export-arguments.ts';
import { openExportFile } from './export-file.ts';
import { withRuntime } from './session.ts';

export interface ExportOptions {
  readonly format?: string;
  readonly out?: string;
}

/** How often a terminal is told how far it is. */
const TELL_MS = 200;

/** Exit code: 0 when all rows were written. `notes` goes beside what is exported. Throws UserError. */
export async function exportCommand(
  config: Config,
  notes: Console,
  what: string,
  rest: readonly string[],
  options: ExportOptions,
): Promise<number> {
  if (what === 'list') return listExports();
  const api = localOperations(createLog(config.logLevel));
  const given = withSubject(what, parseExportArguments(rest));
  // Before anything is started: a wrong argument is told at once.
  const plan = planExport(api.schema, what, given);
  const format = formatOf(options.format, options.out);
  if (options.out === undefined && format.name === 'parquet' && stdout.isTTY)
    throw badInput('out', 'Parquet is nothing for a terminal. Name a file: --out FILE.parquet');
  return withRuntime(config, async ({ runtime, signal }) => {
    const ctx = { ...runtime.context(), signal };
    const file = options.out === undefined ? null : await openExportFile(options.out);
    try {
      const rows = await writeExport(ctx, api, plan, format, told(notes, file?.write ?? writeToStdout()));
      await file?.keep();
      if (file) notes.line(`${thousands(rows)} rows in ${options.out}`);
      return 0;
    } catch (error) {
      if (error instanceof ReaderLeft) return 0;
      if (!signal.aborted) throw error;
      notes.line(file ? 'Stopped; no file was made.' : 'Stopped: this is not all.');
      return 1;
    } finally {
      await file?.close();
    }
  });
}

function withSubject(what: string, { of, given }: ExportArguments): ExportArguments['given'] {
  if (of === undefined) return given;
  const { subject } = exportOf(what);
  if (subject === undefined)
    throw badInput('of', `The export "${what}" is not of anything, so "${of.slice(0, 40)}" says nothing.`);
  return { ...given, [subject]: of };
}

/** Prints what can be exported, and which arguments each takes. */
async function listExports(): Promise<number> {
  const { schema } = localOperations(createLog('silent'));
  const entries = EXPORTS.map(exported => {
    const { takes } = describeExport(schema, exported);
    const others = [...takes.keys()].filter(name => name !== exported.subject).map(name => `--${dashed(name)}`);
    const head = [exported.name, exported.subject?.toUpperCase()].filter(word => word !== undefined).join(' ');
    return [head, exported.description, ...(others.length > 0 ? [others.join(' ')] : [])].join('\n    ');
  });
  await writeToStdout()(`${entries.join('\n')}\n`).catch((error: unknown) => {
    if (!(error instanceof ReaderLeft)) throw error;
  });
  return 0;
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}

/** Says how much was written, where somebody looks on. */
function told(notes: Console, write: Write): Write {
  let bytes = 0;
  let last = 0;
  return async chunk => {
    await write(chunk);
    bytes += chunk.length;
    if (!stderr.isTTY || performance.now() - last < TELL_MS) return;
    last = performance.now();
    notes.passing(`${thousands(Math.round(bytes / 1000))} kB`);
  };
}

/** Whoever read stdout wants no more of it, such as `head`. */
class ReaderLeft extends Error {}

function writeToStdout(): Write {
  let failure: Error | undefined;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    failure = error.code === 'EPIPE' ? new ReaderLeft() : error;
  });
  return async chunk => {
    await new Promise<void>(resolve => stdout.write(chunk, () => resolve()));
    if (failure) throw failure;
  };
}
