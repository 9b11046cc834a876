// Runs the fake by itself, so that you can connect to it before you have an account at Sample.
import { rowsUntil } from '../sandbox.ts';
import { startSampleFake } from './index.ts';

/** The same at each start, because connections keep the address. */
const port = Number(process.argv[2] ?? 4100);
const { config } = await startSampleFake({ rows: rowsUntil(Date.now()), port });
const settings = Object.entries(config).map(([field, value]) => `${field}=${value}`);
console.log(`A made-up Sample answers on this machine until you press Ctrl-C. To read it:

  npm run build
  npx cxgraph connect sample --key sample --name Sample --config ${settings.join(' ')}
  npx cxgraph sync run sample --follow
  npx cxgraph serve

Then ask http://127.0.0.1:4000/graphql for { customers(first: 3) { totalCount nodes { displayName } } }.`);
