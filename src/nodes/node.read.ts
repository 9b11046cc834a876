// Which type an id belongs to, and how its row is found.
import { accountType } from '../accounts/account.read.ts';
import { alertRuleType, alertType } from '../alerts/alert.read.ts';
import type { Context } from '../context.ts';
import { customerType } from '../customers/customer.read.ts';
import type { IdKind } from '../database/global-id.ts';
import { parseId } from '../database/global-id.ts';
import { TYPENAME } from '../database/graph/compile.ts';
import { survivorOf } from '../database/graph/conditions.ts';
import type { GraphType } from '../database/graph/model.ts';
import { readOne } from '../database/graph/read.ts';
import type { Selected } from '../database/graph/selection.ts';
import { interactionType } from '../interactions/interaction.read.ts';
import { journeyType } from '../journeys/journey.read.ts';
import { findIndexById } from '../metrics/index/definitions.ts';
import { segmentType } from '../segments/segment.read.ts';
import { responseType } from '../surveys/response.read.ts';
import { surveyType } from '../surveys/survey.read.ts';
import { connectionType } from '../sync/connection.read.ts';
import { rejectedRecordType } from '../sync/rejected-record.read.ts';
import { runType } from '../sync/run.read.ts';
import { sourceRecordType } from '../sync/source-record.read.ts';

/** Of each kind of id, what is read; indices are no rows. */
export const nodeTypes: Readonly<Record<Exclude<IdKind, 'index'>, () => GraphType>> = {
  customer: () => customerType,
  account: () => accountType,
  interaction: () => interactionType,
  survey: () => surveyType,
  response: () => responseType,
  record: () => sourceRecordType,
  connection: () => connectionType,
  run: () => runType,
  rejected: () => rejectedRecordType,
  rule: () => alertRuleType,
  alert: () => alertType,
  segment: () => segmentType,
  journey: () => journeyType,
};

/** Null when there is no such thing, also for a text that is no id of ours. */
export async function readNode(ctx: Context, text: string, selected: Selected): Promise<object | null> {
  const parsed = parseId(text);
  if (parsed?.kind === 'index') return readIndexNode(ctx, text);
  if (!parsed || !Object.hasOwn(nodeTypes, parsed.kind)) return null;
  const { kind, id } = parsed;
  return readOne(ctx, nodeTypes[kind as keyof typeof nodeTypes], selected, (row, s) => {
    const mergeable = kind === 'customer' || kind === 'account';
    return `${row}.id = ${mergeable ? survivorOf(s, kind, id) : s.bind(id, 'bigint')}`;
  });
}

/** Some definitions are code, so that no table has them all. */
async function readIndexNode(ctx: Context, id: string): Promise<object | null> {
  const definition = await findIndexById(ctx.sql, id);
  return definition && { [TYPENAME]: 'CxIndexDefinition', ...definition };
}
