// The process that imports: the product's own runtime, without a server or anything else beside it.
import { createRuntime } from '../../../src/cli/runtime.ts';
import { parseConfig } from '../../../src/config.ts';
import { type ImportCounts, importResponses } from '../../../src/imports/import-responses.ts';
import { createLog } from '../../../src/log.ts';
import { saveSurvey } from '../../../src/surveys/save.ts';
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
