// `npm run new:connector NAME`: makes a connector that reads a made-up vendor, for you to put yours in its place.
import { fileURLToPath } from 'node:url';
import { generate } from './generate.ts';
import { BadName } from './names.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const [name = '', ...others] = process.argv.slice(2);
try {
  if (others.length > 0) throw new BadName('Give one name, such as: npm run new:connector zendesk');
  const files = generate(ROOT, name);
  console.log(`Made ${files.length} files:\n`);
  for (const file of files) console.log(`  ${file}`);
  console.log(`
It reads a made-up vendor over a fake of it, and passes the tests as it is:

  npx vitest run --config tests/vitest.config.ts tests/connectors/${name} tests/connectors/contract.test.ts

Try it against its fake:

  npx tsx connectors/${name}/fake/main.ts

connectors/README.md tells what to replace, in which order.`);
} catch (error) {
  if (!(error instanceof BadName)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
