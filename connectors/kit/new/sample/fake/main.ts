// Runs the fake by itself, so that you can connect to it before you have an account at Sample.
import { rowsUntil } from '../sandbox.ts';
import { startSampleFake } from './index.ts';

const { config } = await startSampleFake({ rows: rowsUntil(Date.now()) });
const settings = Object.entries(config).map(([field, value]) => `${field}=${value}`);
console.log(`A made-up Sample answers on this machine until you press Ctrl-C. To read it:

  npm run build
  npx cxgraph connect sample --key sample --name Sample --config ${settings.join(' ')}
  npx cxgraph sync run sample --follow`);
