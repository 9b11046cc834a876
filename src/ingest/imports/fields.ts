// What a column can be: the fields of an answer, and the headers that survey tools usually give them.
import type { Question } from '../../../connectors/records.ts';

/** Fields by name; besides there are `answer.KEY`, `text.KEY` and `customer.external.SOURCE.OBJECT`. */
export const FIELDS = [
  'id',
  'survey',
  'respondedAt',
  'channel',
  'touchpoint',
  'customer.id',
  'customer.external',
  'customer.email',
  'customer.phone',
] as const;
export type Field = (typeof FIELDS)[number];

/** Headers as `plain` writes them, the surest first. */
export const USUAL: Readonly<Partial<Record<Field, readonly string[]>>> = {
  id: ['responseid', 'id', 'submissionid', 'recordid', 'answerid', 'uuid'],
  survey: ['survey', 'surveykey'],
  respondedAt: [
    'respondedat',
    'submittedat',
    'completedat',
    'answeredat',
    'recordeddate',
    'datesubmitted',
    'submitdate',
    'responsedate',
    'enddate',
    'date',
    'timestamp',
    'time',
    'createdat',
    'created',
  ],
  channel: ['channel'],
  touchpoint: ['touchpoint'],
  'customer.email': [
    'email',
    'emailaddress',
    'customeremail',
    'respondentemail',
    'contactemail',
    'recipientemail',
    'mail',
  ],
  'customer.phone': ['phone', 'phonenumber', 'customerphone', 'mobile', 'telephone'],
};

/** For the one question of the survey that has a scale, or measures this. */
export const USUAL_SCORES: Readonly<Record<string, Question['measure'] | null>> = {
  score: null,
  rating: null,
  answer: null,
  nps: 'NPS',
  npsscore: 'NPS',
  csat: 'CSAT',
  csatscore: 'CSAT',
  ces: 'CES',
  cesscore: 'CES',
};
export const USUAL_TEXTS: readonly string[] = [
  'comment',
  'comments',
  'feedback',
  'text',
  'verbatim',
  'reason',
  'remark',
];

/** Letters and digits only, so that "E-Mail Address" is "emailaddress". */
export function plain(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
