// Surveys, invitations, responses and answers in canonical words.
import { expect, test } from 'vitest';
import { Skip } from '../../../../connectors/errors.ts';
import { measured } from '../../../../connectors/salesforce/map/measure.ts';
import { mapped } from './mapped.ts';

const SURVEY = '0Kd5g0000000001AAA';
const CONTACT = '0035g0000000001AAA';
const USER = '0055g0000000001AAA';
const RESPONSE = '0Kx5g0000000001AAA';

test('a survey is named by its id, so that invitations and responses find it', () => {
  expect(mapped('Survey', SURVEY, { Name: 'After support' })).toMatchObject([{ key: SURVEY, kind: 'TOUCHPOINT' }]);
  expect(mapped('Survey', SURVEY, { Name: 'Quarterly NPS' })).toMatchObject([{ kind: 'RELATIONSHIP' }]);
});

test.each([
  [null, 'SENT'],
  ['NotStarted', 'SENT'],
  ['Started', 'STARTED'],
  ['Paused', 'STARTED'],
  ['Completed', 'COMPLETED'],
])('an invitation with response status %s is %s', (ResponseStatus, status) => {
  const payload = { SurveyId: SURVEY, ContactId: CONTACT, ResponseStatus };
  expect(mapped('SurveyInvitation', '0Ki1', payload)).toMatchObject([
    { survey: SURVEY, status, customer: { id: CONTACT } },
  ]);
});

test('the link for everybody is no invitation', () => {
  expect(mapped('SurveyInvitation', '0Ki1', { SurveyId: SURVEY, IsDefault: true })).toEqual([]);
});

test('a response belongs to who submitted it, or to who was invited', () => {
  const done = { SurveyId: SURVEY, CompletionDateTime: '2026-03-02T10:00:00.000+0000' };
  const who = (payload: object, lookup = () => undefined as never) =>
    mapped('SurveyResponse', RESPONSE, { ...done, ...payload }, lookup)[0];
  expect(who({ SubmitterId: CONTACT })).toMatchObject({ customer: { object: 'Contact', id: CONTACT } });
  expect(who({ SubmitterId: USER, Invitation: { ContactId: CONTACT } })).toMatchObject({ customer: { id: CONTACT } });
  expect(who({ Invitation: { ParticipantId: CONTACT } })).toMatchObject({ customer: { id: CONTACT } });
  expect(who({ SubmitterId: USER }, () => ({ ContactId: CONTACT }) as never)).toMatchObject({
    customer: { id: CONTACT },
  });
  expect(who({ SubmitterId: USER, Invitation: null })).toMatchObject({ customer: null });
});

test('an unfinished response gives nothing yet, one without a survey is skipped', () => {
  expect(mapped('SurveyResponse', RESPONSE, { SurveyId: SURVEY, CompletionDateTime: null })).toEqual([]);
  expect(() => mapped('SurveyResponse', RESPONSE, {})).toThrow(Skip);
});

test.each([
  [{ Datatype: 'Number', NumberValue: 9 }, 9, null],
  [{ Datatype: 'Number', NumberValue: null, ResponseValue: '8' }, 8, null],
  [{ Datatype: 'Choice', ChoiceValue: '4' }, 4, '4'],
  [{ Datatype: 'Choice', ChoiceValue: 'Very good' }, null, 'Very good'],
  [{ Datatype: 'Date', DateValue: '2026-03-01' }, null, '2026-03-01'],
  [{ Datatype: 'DateTime', DateTimeValue: '2026-03-01T08:00:00.000+0000' }, null, '2026-03-01T08:00:00.000Z'],
  [{ Datatype: 'Boolean', IsTrueOrFalse: true }, 1, null],
  [{ Datatype: 'String', ResponseValue: 'Slow, but kind' }, null, 'Slow, but kind'],
])('S24 an answer %j is score %s and text %s', (value, score, text) => {
  const payload = { ResponseId: RESPONSE, QuestionId: '0Kv1', Question: { Name: 'Why?', QuestionType: 'FreeText' } };
  expect(mapped('SurveyQuestionResponse', '0Kq1', { ...payload, ...value })).toMatchObject([
    { response: { object: 'SurveyResponse', id: RESPONSE }, question: { key: '0Kv1', text: 'Why?' }, score, text },
  ]);
});

test.each([
  ['NPS', 'Anything', 'NPS', 0, 10],
  ['Rating', 'How likely are you to recommend us?', 'NPS', 0, 10],
  ['CSAT', null, 'CSAT', 1, 5],
  ['Rating', 'How satisfied are you?', 'CSAT', 1, 5],
  ['Rating', 'How much effort did it take?', 'CES', 1, 7],
  ['FreeText', 'What else?', 'OTHER', undefined, undefined],
])('a question of type %s, "%s", measures %s', (type, name, measure, scaleMin, scaleMax) => {
  expect(measured(type, name)).toMatchObject({ measure, ...(scaleMin === undefined ? {} : { scaleMin, scaleMax }) });
});

test('a response is linked to the case it is about', () => {
  const about = { SurveyResponseId: RESPONSE, SubjectId: '5005g0000000001AAA' };
  expect(mapped('SurveySubject', '0Kz1', about)).toEqual([
    {
      type: 'links',
      from: { object: 'SurveyResponse', id: RESPONSE },
      role: 'case',
      toObject: 'Case',
      to: ['5005g0000000001AAA'],
    },
  ]);
  expect(mapped('SurveySubject', '0Kz1', { ...about, SubjectId: CONTACT })).toEqual([]);
});

test('aggregated question scores are no stream', async () => {
  const { OBJECTS } = await import('../../../../connectors/salesforce/tables.ts');
  expect(OBJECTS.map(table => table.name)).not.toContain('SurveyQuestionScore');
});
