// Why fields are never null that are no column of their own which is NOT NULL.

const PARENT = 'Asked for only of a row whose amount is not null: `part` has that condition.';
const CONNECTION =
  'connection_id is NOT NULL; rows of connections are never deleted once something came through them, and may be seen when disconnected.';
const SUM = 'A sum within coalesce.';
const SUBQUERY =
  'A column that is NOT NULL of a table joined with an inner join, in the query that the rows come from.';
const STAGE = 'Stages are checked when a journey is saved: each has key, name, phase and rule.';
const VISIT =
  'Visits are seen only of a journey that is there and was walked since it changed: their place is one of its stages.';

/** The sparse world reads each of them too. */
export const CERTAIN: Readonly<Record<string, string>> = {
  'Money.amount': PARENT,
  'Money.currency': 'Within coalesce.',
  'SourceRecord.connection': CONNECTION,
  'SyncRun.connection': CONNECTION,
  'RejectedRecord.connection': CONNECTION,
  'SyncSchedule.connection': 'The row itself.',
  'SyncSchedule.timeZone': 'Within coalesce.',
  'SyncSchedule.mode': 'Within coalesce.',
  'Connection.status': 'A constant, or a column that is NOT NULL.',
  'SyncRun.read': SUM,
  'SyncRun.partial': SUM,
  'SyncRun.created': SUM,
  'SyncRun.updated': SUM,
  'SyncRun.unchanged': SUM,
  'SyncRun.deleted': SUM,
  'SyncRun.rejected': SUM,
  'StreamRun.written': 'A sum of columns that are NOT NULL.',
  'Trait.key': 'A key of an object.',
  'Trait.source': 'Written with each trait: the key of its connection.',
  'Trait.updatedAt': 'Written with each trait: the version of its record.',
  'Identity.kind': SUBQUERY,
  'Identity.value': 'The same, or a part of it.',
  'Identity.source': SUBQUERY,
  'Identity.firstSeenAt': SUBQUERY,
  'FieldProvenance.field': 'A key of an object.',
  'FieldProvenance.source': SUBQUERY,
  'FieldProvenance.observedAt': 'Written with each field: a record has a moment for each field that it has a value of.',
  'FieldProvenance.rule': 'A constant.',
  'FieldCandidate.source': SUBQUERY,
  'FieldCandidate.observedAt': 'Within coalesce, with the version of the record.',
  'Stream.name': 'Of the connector.',
  'Stream.enabled': 'A test of a column that is NOT NULL.',
  'Stream.records': 'Within coalesce.',
  'Stream.rejected': 'A count.',
  'SurveyResponse.survey': 'survey_id is NOT NULL; a survey stays as long as it has responses, whoever it came from.',
  'SurveyAnswer.question': 'Answers without one are left out; a question stays as long as its survey does.',
  'Customer.scores': 'Made for every customer by a left join.',
  'SegmentMembership.segment': SUBQUERY,
  'SegmentChange.segment': 'Changes of a segment that is gone are not seen.',
  'SegmentChange.change': 'A test of a column that is NOT NULL.',
  'Segment.ruleText': 'Made by a resolver, of a rule that is NOT NULL.',
  'Segment.size': 'Within coalesce.',
  'Segment.share': 'Within coalesce.',
  'CustomerJourney.journey': VISIT,
  'CustomerJourney.stage': VISIT,
  'StageVisit.stage': VISIT,
  'JourneyStage.key': STAGE,
  'JourneyStage.name': STAGE,
  'JourneyStage.phase': STAGE,
  'JourneyStage.rule': STAGE,
  'JourneyStage.ruleText': STAGE,
  'Alert.rule':
    'rule_id is NOT NULL; a rule is deleted with its alerts, and an alert opens only while its rule is there.',
};
