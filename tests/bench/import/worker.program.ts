// The process that imports: the product's own runtime, without a server or anything else beside it.
import { parseConfig } from '../../../src/base/config.ts';
import { createLog } from '../../../src/base/log.ts';
import { type ImportCounts, importResponses } from '../../../src/ingest/imports/import-responses.ts';
import { saveSurvey } from '../../../src/ingest/recording/save-survey.ts';
import { createRuntime } from '../../../src/run/cli/runtime.ts';
import { timed } from '../measure.ts';
import { answerCalls } from '../program.ts';
import { SURVEY } from './file.ts';

export interface ImportWork {
  readonly url: string;
  readonly file: string;
}

export interface Imported extends ImportCounts {
  readonly ms: number;
}

answerCalls({ importFile });

async function importFile({ url, file }: ImportWork): Promise<Imported> {
  const config = parseConfig({ DATABASE_URL: url, CXGRAPH_SECRET: 'only for the benchmark' });
  const runtime = await createRuntime(config, url, new Map(), createLog('warn'));
  try {
    await saveSurvey(runtime.context(), SURVEY);
    const { result, ms } = await timed(() => importResponses(runtime.context(), { file, survey: SURVEY.key }));
    const { read, accepted, unchanged, rejected } = result;
    return { read, accepted, unchanged, rejected, ms };
  } finally {
    await runtime.close();
  }
}
