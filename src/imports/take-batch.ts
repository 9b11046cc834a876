// One batch on the path of the mutation recordSurveyResponses; for a trial run it is taken back.
import type { Context } from '../context.ts';
import { type RecordSurveyResponseInput, recordSurveyResponses } from '../surveys/record.ts';
import type { RecordResult } from '../sync/record.ts';

class TakenBack extends Error {}

export async function takeBatch(
  ctx: Context,
  inputs: readonly RecordSurveyResponseInput[],
  dryRun: boolean,
): Promise<RecordResult> {
  if (inputs.length === 0) return { accepted: 0, unchanged: 0, rejected: [] };
  try {
    return await (dryRun ? tryOut(ctx, inputs) : recordSurveyResponses(ctx, inputs));
  } catch (error) {
    if (!isOfOneLine(error)) throw error;
    const [only, ...others] = inputs;
    if (others.length === 0) {
      const message = `A value cannot be stored: ${(error as Error).message}.`;
      return { accepted: 0, unchanged: 0, rejected: [{ index: 0, id: only!.id, message }] };
    }
    // One value that PostgreSQL refuses must not hold up the others.
    const half = Math.ceil(inputs.length / 2);
    const before = await takeBatch(ctx, inputs.slice(0, half), dryRun);
    const after = await takeBatch(ctx, inputs.slice(half), dryRun);
    return {
      accepted: before.accepted + after.accepted,
      unchanged: before.unchanged + after.unchanged,
      rejected: [...before.rejected, ...after.rejected.map(error => ({ ...error, index: error.index + half }))],
    };
  }
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

/** A value that does not fit its column, or its index. */
function isOfOneLine(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && (code.startsWith('22') || code === '54000');
}
