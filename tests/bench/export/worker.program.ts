// The process that exports: the product's own runtime, without a server or anything else beside it.
import { parseConfig } from '../../../src/base/config.ts';
import { createLog } from '../../../src/base/log.ts';
import { createRuntime } from '../../../src/run/cli/runtime.ts';
import { writeExport } from '../../../src/serve/export/export.ts';
import { formatOf } from '../../../src/serve/export/formats.ts';
import { planExport } from '../../../src/serve/export/plan.ts';
import { localOperations } from '../../../src/serve/server/graphql.ts';
import { timed } from '../measure.ts';
import { answerCalls } from '../program.ts';

export interface ExportWork {
  readonly url: string;
  readonly what: string;
  readonly format: string;
}

export interface Exported {
  readonly rows: number;
  readonly bytes: number;
  readonly ms: number;
}

answerCalls({ exportAll });

/** What is written is counted and thrown away. */
async function exportAll({ url, what, format }: ExportWork): Promise<Exported> {
  const config = parseConfig({ DATABASE_URL: url, CXGRAPH_SECRET: 'only for the benchmark' });
  const runtime = await createRuntime(config, url, new Map(), createLog('warn'));
  try {
    const api = localOperations(runtime.log);
    let bytes = 0;
    const write = async (chunk: string | Uint8Array) => {
      bytes += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.length;
    };
    const plan = planExport(api.schema, what, {});
    const { result, ms } = await timed(() => writeExport(runtime.context(), api, plan, formatOf(format), write));
    return { rows: result, bytes, ms };
  } finally {
    await runtime.close();
  }
}
