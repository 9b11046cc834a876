// The streams, as data: each object, how it is read and what it means.
import type { Lookup, MapInput, Stream } from '../contract.ts';
import type { CanonicalInput } from '../records.ts';
import { account } from './map/account.ts';
import { campaignMember, event, task } from './map/activity.ts';
import { caseComment, emailMessage, supportCase } from './map/case.ts';
import { opportunity } from './map/deal.ts';
import { contact, lead } from './map/person.ts';
import { survey, surveyAnswer, surveyInvitation, surveyResponse, surveySubject } from './map/survey.ts';
import { countTable, fatesOf, readTable } from './read.ts';
import type { SalesforceSession } from './session.ts';
import { OBJECTS, type Table } from './tables.ts';

type Mapper = (record: MapInput, lookup: Lookup) => CanonicalInput[];

/** Users are only looked up. */
const MAPPERS: Readonly<Record<string, Mapper>> = {
  Account: account,
  Contact: contact,
  Lead: lead,
  Opportunity: opportunity,
  Case: supportCase,
  CaseComment: caseComment,
  EmailMessage: emailMessage,
  Task: task,
  Event: event,
  CampaignMember: campaignMember,
  Survey: survey,
  SurveyInvitation: surveyInvitation,
  SurveyResponse: surveyResponse,
  SurveyQuestionResponse: surveyAnswer,
  SurveySubject: surveySubject,
};

export const streams: readonly Stream<SalesforceSession>[] = OBJECTS.map(streamOf);

function streamOf(table: Table): Stream<SalesforceSession> {
  const map = MAPPERS[table.name];
  return {
    name: table.name,
    objects: [table.name],
    ...(table.reference ? { reference: true } : {}),
    read: (session, request) => readTable(table, session, request),
    map: (record, lookup) => map?.(record, lookup) ?? [],
    count: session => countTable(table, session),
    fates: (session, _object, ids) => fatesOf(table, session, ids),
  };
}
