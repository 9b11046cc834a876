// Our server as it is in production, in one process, without worker and sandbox.
import { parseConfig } from '../../../src/base/config.ts';
import { createLog } from '../../../src/base/log.ts';
import { createRuntime } from '../../../src/run/cli/runtime.ts';
import { startServer } from '../../../src/serve/server/http.ts';
import { answerCalls } from '../program.ts';
import type { Start, Started } from './target.ts';

answerCalls({ start });

async function start({ url: databaseUrl, key, compile }: Start): Promise<Started> {
  const config = parseConfig({
    DATABASE_URL: databaseUrl,
    CXGRAPH_SECRET: 'only for the benchmark',
    CXGRAPH_ADMIN_KEY: key,
    PORT: '0',
  });
  const log = createLog('warn');
  const runtime = await createRuntime(config, databaseUrl, new Map(), log);
  const { url } = await startServer(runtime, config, { compile: compile ? 'hot' : 'never' });
  return { url };
}
