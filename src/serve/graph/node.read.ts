// Which type an id belongs to, and how its row is found.
import type { Context } from '../../base/context/context.ts';
import { survivorOf } from '../../base/database/conditions.ts';
import type { IdKind } from '../../base/ids.ts';
import { parseId } from '../../base/ids.ts';
import { findIndexById } from '../../derive/metrics/index/definitions.ts';
import { accountType } from './account.read.ts';
import { alertRuleType, alertType } from './alert.read.ts';
import { TYPENAME } from './compile.ts';
import { connectionType } from './connection.read.ts';
import { customerType } from './customer.read.ts';
import { interactionType } from './interaction.read.ts';
import { journeyType } from './journey.read.ts';
import type { GraphType } from './model.ts';
import { readOne } from './read.ts';
import { rejectedRecordType } from './rejected-record.read.ts';
import { responseType } from './response.read.ts';
import { runType } from './run.read.ts';
import { segmentType } from './segment.read.ts';
import type { Selected } from './selection.ts';
import { sourceRecordType } from './source-record.read.ts';
import { surveyType } from './survey.read.ts';

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
