// Every table, listed by hand: nothing is found by scanning folders.
import { accountSchema } from './account.entity.ts';
import { accountRecordSchema } from './account-record.entity.ts';
import { alertSchema } from './alert.entity.ts';
import { alertRuleSchema } from './alert-rule.entity.ts';
import { businessCalendarSchema, businessOpenSchema } from './business-calendar.entity.ts';
import { changeMarkSchema } from './change-mark.entity.ts';
import { chunkSchema } from './chunk.entity.ts';
import { codeSchema } from './code.entity.ts';
import { connectionSchema } from './connection.entity.ts';
import { customerSchema } from './customer.entity.ts';
import { customerActivitySchema } from './customer-activity.entity.ts';
import { customerDueSchema } from './customer-due.entity.ts';
import { customerScoreSchema } from './customer-score.entity.ts';
import { factSchema } from './fact.entity.ts';
import { figureSchema } from './figure.entity.ts';
import { identifierSchema } from './identifier.entity.ts';
import { cxIndexSchema } from './index.entity.ts';
import { interactionSchema } from './interaction.entity.ts';
import { journeySchema } from './journey.entity.ts';
import { journeyStateSchema } from './journey-state.entity.ts';
import { journeyVisitSchema } from './journey-visit.entity.ts';
import { lifetimeModelSchema } from './lifetime-model.entity.ts';
import { linkSchema } from './link.entity.ts';
import { mergeSchema } from './merge.entity.ts';
import { personRecordSchema } from './person-record.entity.ts';
import { identityRecheckSchema } from './recheck.entity.ts';
import { rejectedRecordSchema } from './rejected-record.entity.ts';
import { surveyAnswerSchema, surveyInvitationSchema, surveyResponseSchema } from './response.entity.ts';
import { rollupSchema } from './rollup.entity.ts';
import { segmentSchema } from './segment.entity.ts';
import { segmentCandidateSchema } from './segment-candidate.entity.ts';
import { segmentChangeSchema } from './segment-change.entity.ts';
import { segmentMemberSchema } from './segment-member.entity.ts';
import { segmentStateSchema } from './segment-state.entity.ts';
import { setAsideSchema } from './set-aside.entity.ts';
import { settingSchema } from './setting.entity.ts';
import { sourceRecordSchema } from './source-record.entity.ts';
import { streamRunSchema } from './stream-run.entity.ts';
import { streamStateSchema } from './stream-state.entity.ts';
import { surveyQuestionSchema, surveySchema } from './survey.entity.ts';
import { syncRunSchema } from './sync-run.entity.ts';
import { syncSeenSchema } from './sync-seen.entity.ts';
import { targetSchema } from './target.entity.ts';

export const entities = [
  settingSchema,
  connectionSchema,
  streamStateSchema,
  syncRunSchema,
  streamRunSchema,
  sourceRecordSchema,
  syncSeenSchema,
  rejectedRecordSchema,
  customerSchema,
  customerActivitySchema,
  customerScoreSchema,
  lifetimeModelSchema,
  changeMarkSchema,
  chunkSchema,
  codeSchema,
  setAsideSchema,
  factSchema,
  rollupSchema,
  figureSchema,
  businessCalendarSchema,
  businessOpenSchema,
  cxIndexSchema,
  personRecordSchema,
  identifierSchema,
  mergeSchema,
  identityRecheckSchema,
  accountSchema,
  accountRecordSchema,
  interactionSchema,
  linkSchema,
  surveySchema,
  surveyQuestionSchema,
  surveyInvitationSchema,
  surveyResponseSchema,
  surveyAnswerSchema,
  alertRuleSchema,
  alertSchema,
  targetSchema,
  segmentSchema,
  segmentStateSchema,
  segmentMemberSchema,
  segmentCandidateSchema,
  segmentChangeSchema,
  customerDueSchema,
  journeySchema,
  journeyStateSchema,
  journeyVisitSchema,
];
