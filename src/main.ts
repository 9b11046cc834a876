#!/usr/bin/env node
// The command line.
import 'reflect-metadata';
import { Command } from 'commander';
import { loadConfig } from './base/config.ts';
import { UserError } from './base/errors.ts';
import type { ImportOptions } from './ingest/imports/import-responses.ts';
import { createConsole } from './run/cli/console.ts';
import type { ExportOptions } from './run/cli/export.ts';
import { terminalAsk } from './run/cli/prompt.ts';

const program = new Command('cxgraph').description('One GraphQL endpoint that knows every customer.');
const out = createConsole();
const EXPORT_HELP = `
Arguments are those of the GraphQL query, lists as A,B and objects as key=value,key=value or as JSON:
  npx cxgraph export metric NPS --during last=P1Y --every MONTH --by CHANNEL --where '{"country":["DE"]}' --out nps.csv`;

// Each command loads what it needs itself: a wrong option is told at once.
program
  .command('serve')
  .description('start the API and a worker, with the embedded database and the sandbox where they are on')
  .action(async () => (await import('./run/cli/serve.ts')).serve(loadConfig(), out));

program
  .command('work')
  .description('work what is queued, beside a server')
  .action(async () => (await import('./run/cli/work.ts')).work(loadConfig(), out));

program
  .command('migrate')
  .description('bring the database to this version')
  .action(async () => (await import('./run/cli/migrate.ts')).migrateCommand(loadConfig(), out));

program
  .command('connect <connector>')
  .description('connect a source; asks for what is missing')
  .option('--key <key>', 'short name that becomes part of every external id')
  .option('--name <name>', 'name for people')
  .option('--config <field=value...>', 'settings of the connector')
  .action(async (connector: string, options: { key?: string; name?: string; config?: string[] }) => {
    const { connectCommand } = await import('./run/cli/connect.ts');
    process.exitCode = await connectCommand(loadConfig(), out, connector, options, terminalAsk());
  });

program
  .command('sync')
  .description('sync connections')
  .command('run <connection>')
  .description('start a sync, by the key of the connection')
  .option('--full', 'read everything, not only what changed')
  .option('--follow', 'show the progress until it is over')
  .action(async (connection: string, options: { full?: boolean; follow?: boolean }) => {
    const { runSyncCommand } = await import('./run/cli/sync-run.ts');
    process.exitCode = await runSyncCommand(loadConfig(), out, connection, options);
  });

program
  .command('import')
  .description('bring in what other tools exported')
  .command('responses <file>')
  .description('survey answers from CSV or NDJSON; lines that cannot be taken go to a file, with the reason')
  .option('--survey <key>', 'survey of lines that name none')
  .option(
    '--map <field=header>',
    'which column is which field, once for each; usual headers are found by themselves',
    (pair: string, before: string[] = []) => [...before, pair],
  )
  .option('--time-zone <zone>', 'of dates without an offset, such as Europe/Berlin')
  .option('--format <format>', 'csv or ndjson, where the ending of the file does not tell')
  .option('--rejects <file>', 'where rejected lines go (default: FILE.rejects.csv)')
  .option('--dry-run', 'look at every line and keep nothing')
  .action(async (file: string, options: Omit<ImportOptions, 'file'>) => {
    const { importResponsesCommand } = await import('./run/cli/import.ts');
    process.exitCode = await importResponsesCommand(loadConfig(), out, { ...options, file });
  });

program
  .command('export <what> [of...]')
  .usage('<what> [of] [options] [arguments]')
  .description('write a list or report of the API as CSV, NDJSON or Parquet; "export list" tells what there is')
  .option('--out <file>', 'where to; stdout when left out. The file is there once it is whole')
  .option('--format <format>', 'csv, ndjson or parquet, where the ending of the file does not tell')
  .addHelpText('after', EXPORT_HELP)
  .allowUnknownOption()
  .action(async (what: string, rest: string[], options: ExportOptions) => {
    const { exportCommand } = await import('./run/cli/export.ts');
    process.exitCode = await exportCommand(loadConfig(), createConsole(process.stderr), what, rest, options);
  });

const identity = program.command('identity').description('the rules by which records are one person or company');
identity
  .command('show')
  .description('print the rules in force as JSON')
  .option('--history', 'print every version, oldest first')
  .action(async (options: { history?: boolean }) => {
    const { showIdentityRules } = await import('./run/cli/identity.ts');
    process.exitCode = await showIdentityRules(loadConfig(), out, createConsole(process.stderr), options);
  });
identity
  .command('set <file>')
  .description('put rules from a JSON file in force; keys that it leaves out stay as they are')
  .option('--dry-run', 'tell how many customers would merge and split, and write nothing')
  .action(async (file: string, options: { dryRun?: boolean }) => {
    const { setIdentityRules } = await import('./run/cli/identity.ts');
    process.exitCode = await setIdentityRules(loadConfig(), out, file, options);
  });

program
  .command('refresh')
  .description('make all figures exact as of now')
  .option('--anew', 'count everything anew, not only what changed')
  .action(async (options: { anew?: boolean }) => {
    const { refreshCommand } = await import('./run/cli/refresh.ts');
    process.exitCode = await refreshCommand(loadConfig(), out, options);
  });

program
  .command('doctor')
  .description('look at everything that must be right')
  .action(async () => {
    const { doctor } = await import('./run/cli/doctor.ts');
    process.exitCode = await doctor(loadConfig(), out);
  });

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = 1;
  const words = error instanceof UserError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`\n${words}\n`);
}
