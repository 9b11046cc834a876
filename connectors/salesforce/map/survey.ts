// Pure: surveys, invitations, responses, and answers, which come as records of their own.
import type { Lookup, MapInput } from '../../contract.ts';
import { Skip } from '../../errors.ts';
import type { CanonicalInput, Ref } from '../../records.ts';
import { needed } from './case.ts';
import { flag, moment, number, ref, refTo, text } from './fields.ts';
import { measured } from './measure.ts';

export function survey({ id, payload }: MapInput): CanonicalInput[] {
  const name = text(payload, 'Name') ?? text(payload, 'DeveloperName') ?? id;
  // Salesforce doesn't tell; surveys about the whole relationship usually say so.
  const kind = /relationship|\bnps\b|annual|yearly|quarter/i.test(name) ? 'RELATIONSHIP' : 'TOUCHPOINT';
  return [{ type: 'survey', key: id, name, kind }];
}

/** The link that anybody may use is not an invitation of somebody. */
export function surveyInvitation({ payload }: MapInput, lookup: Lookup): CanonicalInput[] {
  const about = text(payload, 'SurveyId');
  if (!about) throw new Skip('SurveyId is empty');
  if (flag(payload, 'IsDefault')) return [];
  const customer =
    ref(payload, 'ContactId', 'Contact') ??
    ref(payload, 'LeadId', 'Lead') ??
    participant(payload, 'ParticipantId', lookup);
  const sentAt = needed(payload, 'CreatedDate');
  return [{ type: 'invitation', survey: about, customer, sentAt, status: statusOf(text(payload, 'ResponseStatus')) }];
}

/** Only what was completed; a paused response comes when it is. */
export function surveyResponse({ payload }: MapInput, lookup: Lookup): CanonicalInput[] {
  const respondedAt = moment(payload, 'CompletionDateTime');
  const about = text(payload, 'SurveyId');
  if (!about) throw new Skip('SurveyId is empty');
  if (respondedAt === null) return [];
  const invitation = payload.Invitation;
  const invited = typeof invitation === 'object' && invitation !== null && !Array.isArray(invitation) ? invitation : {};
  const customer =
    participant(payload, 'SubmitterId', lookup) ??
    ref(invited, 'ContactId', 'Contact') ??
    ref(invited, 'LeadId', 'Lead') ??
    participant(invited, 'ParticipantId', lookup);
  return [{ type: 'response', survey: about, customer, respondedAt, channel: 'WEB' }];
}

/** The case a response is about. */
export function surveySubject({ payload }: MapInput): CanonicalInput[] {
  const response = text(payload, 'SurveyResponseId');
  const about = refTo(payload, 'SubjectId', 'Case');
  if (!response || !about) return [];
  const from = { object: 'SurveyResponse', id: response };
  return [{ type: 'links', from, role: 'case', toObject: about.object, to: [about.id] }];
}

export function surveyAnswer({ payload }: MapInput): CanonicalInput[] {
  const response = ref(payload, 'ResponseId', 'SurveyResponse');
  const key = text(payload, 'QuestionId');
  if (!response || !key) throw new Skip('an answer without response or question');
  const name = text(payload, 'Question.Name');
  const question = { key, text: name ?? key, ...measured(text(payload, 'Question.QuestionType'), name) };
  return [{ type: 'answer', response, question, ...answered(payload) }];
}

const NUMBERS = new Set(['number', 'int', 'double']);

/** By Datatype; a choice such as "4" is a score, too. */
function answered(payload: MapInput['payload']): { score: number | null; text: string | null } {
  const words = text(payload, 'ResponseValue') ?? text(payload, 'ResponseShortText');
  const datatype = text(payload, 'Datatype')?.toLowerCase();
  if (datatype && NUMBERS.has(datatype)) return { score: number(payload, 'NumberValue') ?? numeric(words), text: null };
  if (datatype === 'date') return { score: null, text: text(payload, 'DateValue') ?? words };
  if (datatype === 'datetime') return { score: null, text: moment(payload, 'DateTimeValue') ?? words };
  if (datatype === 'boolean') return { score: flag(payload, 'IsTrueOrFalse') ? 1 : 0, text: words };
  const choice = text(payload, 'ChoiceValue') ?? words;
  return { score: numeric(choice), text: choice };
}

function numeric(words: string | null): number | null {
  return words !== null && /^-?\d{1,9}(\.\d+)?$/.test(words) ? Number(words) : null;
}

/** A contact, a lead, or the contact behind a portal user; employees are no customers. */
function participant(payload: MapInput['payload'], name: string, lookup: Lookup): Ref | null {
  const user = refTo(payload, name, 'User');
  if (!user) return refTo(payload, name, 'Contact', 'Lead');
  const known = lookup('User', user.id);
  return known ? ref(known, 'ContactId', 'Contact') : null;
}

function statusOf(status: string | null): 'SENT' | 'BOUNCED' | 'OPENED' | 'STARTED' | 'COMPLETED' {
  const word = status ?? '';
  if (/complete/i.test(word)) return 'COMPLETED';
  if (/bounce|fail|undeliver/i.test(word)) return 'BOUNCED';
  if (/not ?start/i.test(word)) return 'SENT';
  if (/start|pause|progress/i.test(word)) return 'STARTED';
  return /open|view/i.test(word) ? 'OPENED' : 'SENT';
}
