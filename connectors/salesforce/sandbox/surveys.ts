// Surveys as Salesforce keeps them: an invitation, perhaps a response to it, and one record for each answer.
import type { Invitation, SurveyMeasure } from '../../kit/story/happenings.ts';
import type { World } from '../../kit/story/world.ts';
import { dateTime, type SalesforceSink } from './books.ts';
import { personOf } from './customers.ts';
import { salesforceId } from './ids.ts';

const DAY = 86_400_000;

interface Sheet {
  readonly name: string;
  readonly type: string;
  readonly question: string;
  readonly questionType: string;
}
const SHEETS: Readonly<Record<SurveyMeasure, Sheet>> = {
  NPS: {
    name: 'Customer Loyalty (NPS)',
    type: 'Survey',
    question: 'How likely are you to recommend us to a friend or colleague?',
    questionType: 'NPS',
  },
  CSAT: {
    name: 'Support Satisfaction (CSAT)',
    type: 'Survey',
    question: 'How satisfied are you with how we handled your case? (CSAT)',
    questionType: 'CSAT',
  },
  CES: {
    name: 'Support Effort (CES)',
    type: 'Survey',
    question: 'The company made it easy for me to handle my issue. (CES)',
    questionType: 'Rating',
  },
};
const MEASURES = Object.keys(SHEETS) as SurveyMeasure[];

interface SurveyIds {
  readonly survey: string;
  readonly version: string;
  readonly score: string;
  readonly comment: string;
}

function surveyIds(measure: SurveyMeasure): SurveyIds {
  const n = MEASURES.indexOf(measure) + 1;
  return {
    survey: salesforceId('Survey', n),
    version: salesforceId('SurveyVersion', n),
    score: salesforceId('SurveyQuestion', n * 2 - 1),
    comment: salesforceId('SurveyQuestion', n * 2),
  };
}

export function writeSurveys(sink: SalesforceSink, world: World, cases: ReadonlyMap<number, string>): void {
  for (const measure of MEASURES) writeSheet(sink, world, measure);
  for (const asked of world.invitations) {
    if (asked.home === 'salesforce')
      writeInvitation(sink, asked, asked.case ? (cases.get(asked.case.n) ?? null) : null);
  }
}

function writeSheet(sink: SalesforceSink, world: World, measure: SurveyMeasure): void {
  const sheet = SHEETS[measure];
  const ids = surveyIds(measure);
  const times = { createdAt: world.since - 30 * DAY, modifiedAt: world.since - 30 * DAY };
  const DeveloperName = `support_${measure.toLowerCase()}`;
  sink.add('Survey', {
    id: ids.survey,
    ...times,
    fields: { Name: sheet.name, DeveloperName, SurveyType: sheet.type, ActiveVersionId: ids.version },
  });
  const question = (id: string, Name: string, QuestionType: string, QuestionOrder: number) =>
    sink.add('SurveyQuestion', {
      id,
      ...times,
      fields: {
        Name,
        DeveloperName: `${DeveloperName}_${QuestionOrder}`,
        QuestionType,
        SurveyVersionId: ids.version,
        QuestionOrder,
      },
    });
  question(ids.score, sheet.question, sheet.questionType, 1);
  question(ids.comment, 'What is the main reason for your answer?', 'FreeText', 2);
}

export function writeInvitation(sink: SalesforceSink, asked: Invitation, caseId: string | null): void {
  const { person, answer } = asked;
  const to = personOf(person);
  const ids = surveyIds(asked.measure);
  const id = sink.add('SurveyInvitation', {
    createdAt: asked.sentAt,
    modifiedAt: answer?.at ?? asked.sentAt,
    fields: {
      Name: `Invitation ${asked.n}`,
      SurveyId: ids.survey,
      ParticipantId: to.id,
      ContactId: to.object === 'Contact' ? to.id : null,
      LeadId: to.object === 'Lead' ? to.id : null,
      ResponseStatus: answer ? 'Completed' : asked.n % 9 === 0 ? 'Started' : 'NotStarted',
      IsDefault: false,
      InviteExpiryDateTime: dateTime(asked.sentAt + 30 * DAY),
    },
  });
  const responseId = answer ? writeResponse(sink, asked, id, answer) : null;
  if (caseId) writeSubject(sink, asked, { invitationId: id, responseId, caseId });
}

/** Ties an invitation, and what came of it, to the case it asks about. */
function writeSubject(
  sink: SalesforceSink,
  asked: Invitation,
  ids: { invitationId: string; responseId: string | null; caseId: string },
): void {
  sink.add('SurveySubject', {
    createdAt: asked.sentAt,
    modifiedAt: asked.answer?.at ?? asked.sentAt,
    fields: {
      Name: 'Case',
      ParentId: ids.responseId ?? ids.invitationId,
      SubjectId: ids.caseId,
      SubjectEntityType: 'Case',
      SurveyInvitationId: ids.invitationId,
      SurveyResponseId: ids.responseId,
      SurveyId: surveyIds(asked.measure).survey,
    },
  });
}

function writeResponse(
  sink: SalesforceSink,
  asked: Invitation,
  invitationId: string,
  answer: NonNullable<Invitation['answer']>,
): string {
  const ids = surveyIds(asked.measure);
  const times = { createdAt: answer.at, modifiedAt: answer.at };
  const common = { InvitationId: invitationId, SurveyVersionId: ids.version };
  const responseId = sink.add('SurveyResponse', {
    ...times,
    fields: {
      ...common,
      Name: `Response ${asked.n}`,
      SurveyId: ids.survey,
      SubmitterId: personOf(asked.person).id,
      Status: 'Completed',
      CompletionDateTime: dateTime(answer.at),
      Language: asked.person.language,
    },
  });
  for (const fields of answerFields(ids, answer)) {
    sink.add('SurveyQuestionResponse', { ...times, fields: { ...common, ResponseId: responseId, ...fields } });
  }
  return responseId;
}

/** The score, and the comment when there is one. */
function answerFields(
  ids: SurveyIds,
  answer: { score: number; text: string | null },
): Record<string, string | number>[] {
  const score = {
    QuestionId: ids.score,
    Datatype: 'Number',
    NumberValue: answer.score,
    ResponseValue: String(answer.score),
  };
  if (answer.text === null) return [score];
  const comment = {
    QuestionId: ids.comment,
    Datatype: 'String',
    ResponseShortText: answer.text,
    ResponseValue: answer.text,
  };
  return [score, comment];
}
