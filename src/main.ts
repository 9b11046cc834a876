#!/usr/bin/env node
// The command line.
import 'reflect-metadata';
import { Command } from 'commander';
import { createConsole } from './cli/console.ts';
import { loadConfig } from './config.ts';
import { UserError } from './errors.ts';

const program = new Command('cxgraph').description('One GraphQL endpoint that knows every customer.');

program
  .command('serve')
  .description('start the API, the worker and, where it is on, the sandbox')
  .action(async () => {
    const { serve } = await import('./cli/serve.ts');
    await serve(loadConfig(), createConsole());
  });

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(
    error instanceof UserError ? `\n${error.message}\n` : `${error instanceof Error ? error.stack : error}\n`,
  );
}
