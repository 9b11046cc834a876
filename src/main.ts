#!/usr/bin/env node
// The command line.
import 'reflect-metadata';
import { Command } from 'commander';
import { createConsole } from './cli/console.ts';
import { terminalAsk } from './cli/prompt.ts';
import { loadConfig } from './config.ts';
import { UserError } from './errors.ts';

const program = new Command('cxgraph').description('One GraphQL endpoint that knows every customer.');
const out = createConsole();

// Each command loads what it needs itself: a wrong option is told at once.
program
  .command('serve')
  .description('start the API and a worker, with the embedded database and the sandbox where they are on')
  .action(async () => (await import('./cli/serve.ts')).serve(loadConfig(), out));

program
  .command('work')
  .description('work what is queued, beside a server')
  .action(async () => (await import('./cli/work.ts')).work(loadConfig(), out));

program
  .command('migrate')
  .description('bring the database to this version')
  .action(async () => (await import('./cli/migrate.ts')).migrateCommand(loadConfig(), out));

program
  .command('connect <connector>')
  .description('connect a source; asks for what is missing')
  .option('--key <key>', 'short name that becomes part of every external id')
  .option('--name <name>', 'name for people')
  .option('--config <field=value...>', 'settings of the connector')
  .action(async (connector: string, options: { key?: string; name?: string; config?: string[] }) => {
    const { connectCommand } = await import('./cli/connect.ts');
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
    const { runSyncCommand } = await import('./cli/sync-run.ts');
    process.exitCode = await runSyncCommand(loadConfig(), out, connection, options);
  });

program
  .command('doctor')
  .description('look at everything that must be right')
  .action(async () => {
    const { doctor } = await import('./cli/doctor.ts');
    process.exitCode = await doctor(loadConfig(), out);
  });

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = 1;
  const words = error instanceof UserError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`\n${words}\n`);
}
