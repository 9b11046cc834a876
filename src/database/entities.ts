// Every table, listed by hand: nothing is found by scanning folders.

import { accountSchema } from '../accounts/account.entity.ts';
import { accountRecordSchema } from '../accounts/account-record.entity.ts';
import { alertSchema } from '../alerts/alert.entity.ts';
import { alertRuleSchema } from '../alerts/alert-rule.entity.ts';
import { customerSchema } from '../customers/customer.entity.ts';
import { customerActivitySchema } from '../customers/customer-activity.entity.ts';
import { identifierSchema } from '../identity/identifier.entity.ts';
import { mergeSchema } from '../identity/merge.entity.ts';
import { personRecordSchema } from '../identity/person-record.entity.ts';
import { identityRecheckSchema } from '../identity/recheck.entity.ts';
import { interactionSchema } from '../interactions/interaction.entity.ts';
import { linkSchema } from '../interactions/link.entity.ts';
import { journeySchema } from '../journeys/journey.entity.ts';
import { journeyStateSchema } from '../journeys/journey-state.entity.ts';
import { journeyVisitSchema } from '../journeys/journey-visit.entity.ts';
import { cellSchema } from '../metrics/facts/cell.entity.ts';
import { factSchema } from '../metrics/facts/fact.entity.ts';
import { figureSchema } from '../metrics/facts/figure.entity.ts';
import { cxIndexSchema } from '../metrics/index/index.entity.ts';
import { changeMarkSchema } from '../refresh/change-mark.entity.ts';
import { setAsideSchema } from '../refresh/set-aside.entity.ts';
import { customerScoreSchema } from '../scores/customer-score.entity.ts';
import { lifetimeModelSchema } from '../scores/lifetime-model.entity.ts';
import { customerDueSchema } from '../segments/customer-due.entity.ts';
import { segmentSchema } from '../segments/segment.entity.ts';
import { segmentCandidateSchema } from '../segments/segment-candidate.entity.ts';
import { segmentChangeSchema } from '../segments/segment-change.entity.ts';
import { segmentMemberSchema } from '../segments/segment-member.entity.ts';
import { segmentStateSchema } from '../segments/segment-state.entity.ts';
import { surveyAnswerSchema, surveyInvitationSchema, surveyResponseSchema } from '../surveys/response.entity.ts';
import { surveyQuestionSchema, surveySchema } from '../surveys/survey.entity.ts';
import { connectionSchema } from '../sync/connection.entity.ts';
import { rejectedRecordSchema } from '../sync/rejected-record.entity.ts';
import { sourceRecordSchema } from '../sync/source-record.entity.ts';
import { streamRunSchema } from '../sync/stream-run.entity.ts';
import { streamStateSchema } from '../sync/stream-state.entity.ts';
import { syncRunSchema } from '../sync/sync-run.entity.ts';
import { syncSeenSchema } from '../sync/sync-seen.entity.ts';
import { settingSchema } from './setting.entity.ts';

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
  setAsideSchema,
  factSchema,
  cellSchema,
  figureSchema,
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
