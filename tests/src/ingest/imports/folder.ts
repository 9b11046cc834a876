// A survey to answer, files to import, and what an import left behind.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import {
  type ImportOptions,
  type ImportResult,
  importResponses,
} from '../../../../src/ingest/imports/import-responses.ts';
import { saveSurvey } from '../../../../src/ingest/recording/save-survey.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { removeFolder, temporaryFolder } from '../../../support/folders.ts';

export interface Desk {
  readonly world: TestContext;
  /** Writes a file and imports it into the survey "support". */
  importText(text: string | Buffer, options?: Partial<ImportOptions>): Promise<ImportResult>;
  /** Of the latest import: line, reason, and what stood there. */
  rejects(): string[][];
  path(name: string): string;
  close(): Promise<void>;
}

export async function openDesk(): Promise<Desk> {
  const world = await createTestContext();
  const folder = temporaryFolder();
  await saveSurvey(world.ctx, {
    key: 'support',
    name: 'Support',
    kind: 'TOUCHPOINT',
    questions: [
      { key: 'nps', text: 'How likely are you to recommend us?', measure: 'NPS' },
      { key: 'ease', text: 'How easy was it?', measure: 'EASE' },
      { key: 'why', text: 'Why?', measure: 'OTHER' },
    ],
  });
  let imported = 0;
  let last = '';
  const path = (name: string) => join(folder, name);
  return {
    world,
    path,
    importText(text, options = {}) {
      last = path(`${++imported}.${options.format === 'ndjson' ? 'ndjson' : 'csv'}`);
      writeFileSync(last, text);
      return importResponses(world.fork(), { file: last, survey: 'support', ...options });
    },
    rejects() {
      const file = `${last}.rejects.csv`;
      return existsSync(file) ? (parse(readFileSync(file), { relax_column_count: true }) as string[][]) : [];
    },
    async close() {
      await world.close();
      removeFolder(folder);
    },
  };
}

/** Everything that answers are, without row ids. */
export function stored(world: TestContext): Promise<object[]> {
  return world.sql.query(
    `select t.ref, s.key as survey, t.responded_at, t.channel, t.touchpoint, c.email,
       (select json_agg(json_build_object('question', a.question_key, 'score', a.score, 'text', a.text, 'sentiment', a.sentiment) order by a.question_key)
        from survey_answer a where a.response_id = t.id) as answers
     from survey_response t join survey s on s.id = t.survey_id left join customer c on c.id = t.customer_id order by t.ref`,
  );
}
