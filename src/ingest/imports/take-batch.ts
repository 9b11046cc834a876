// One batch on the path of the mutation recordSurveyResponses; for a trial run it is taken back.
import type { Context } from '../../base/context.ts';
import type { RecordResult } from '../recording/record.ts';
import { type RecordSurveyResponseInput, recordSurveyResponses } from '../recording/record-survey-responses.ts';

class TakenBack extends Error {}

export function takeBatch(
  ctx: Context,
  inputs: readonly RecordSurveyResponseInput[],
  dryRun: boolean,
): Promise<RecordResult> {
  return dryRun ? tryOut(ctx, inputs) : recordSurveyResponses(ctx, inputs);
}

async function tryOut(ctx: Context, inputs: readonly RecordSurveyResponseInput[]): Promise<RecordResult> {
  let result: RecordResult | null = null;
  try {
    await ctx.sql.transaction(async tx => {
      result = await recordSurveyResponses({ ...ctx, sql: tx }, inputs);
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  return result!;
}
