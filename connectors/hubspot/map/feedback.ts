// Pure: feedback submissions to a survey and one response of it.
import type { MapInput } from '../../contract.ts';
import { Skip } from '../../errors.ts';
import type { CanonicalInput, Question } from '../../records.ts';
import { channelOf } from './channel.ts';
import { plainText } from './plain-text.ts';
import { moment, number, type Properties, propertiesOf, text } from './values.ts';

type Scale = Pick<Question, 'measure' | 'scaleMin' | 'scaleMax' | 'positiveFrom'>;

/** HubSpot's own surveys have fixed scales. */
const SCALES: Readonly<Record<string, Scale>> = {
  NPS: { measure: 'NPS', scaleMin: 0, scaleMax: 10, positiveFrom: 9 },
  CSAT: { measure: 'CSAT', scaleMin: 1, scaleMax: 5, positiveFrom: 4 },
  CES: { measure: 'CES', scaleMin: 1, scaleMax: 7, positiveFrom: 5 },
};
const CUSTOM: Scale = { measure: 'OTHER' };

export const SCORE_QUESTION = 'score';

export function mapFeedback(input: MapInput): CanonicalInput[] {
  const p = propertiesOf(input);
  const respondedAt = moment(p.hs_submission_timestamp) ?? moment(p.hs_createdate) ?? moment(input.payload.createdAt);
  if (respondedAt === null) throw new Skip('feedback has no time');
  const type = (text(p.hs_survey_type) ?? 'CUSTOM').toUpperCase();
  const scale = SCALES[type] ?? CUSTOM;
  const name = text(p.hs_survey_name) ?? type;
  const key = surveyKey(type, text(p.hs_survey_id) ?? name);
  const contactId = text(p.hs_contact_id);
  return [
    {
      type: 'survey',
      key,
      name,
      kind: type === 'NPS' ? 'RELATIONSHIP' : 'TOUCHPOINT',
      questions: [{ key: SCORE_QUESTION, text: name, ...scale }],
    },
    {
      type: 'response',
      survey: key,
      respondedAt,
      channel: channelOf(text(p.hs_survey_channel)),
      customer: contactId === null ? null : { object: 'contact', id: contactId },
      answers: [{ question: SCORE_QUESTION, ...answer(p, scale) }],
    },
  ];
}

/** A value off the scale is no score; it is kept as text. */
function answer(p: Properties, scale: Scale): { score: number | null; text: string | null } {
  const value = number(p.hs_value);
  const low = scale.scaleMin ?? Number.NEGATIVE_INFINITY;
  const high = scale.scaleMax ?? Number.POSITIVE_INFINITY;
  const score = value !== null && value >= low && value <= high ? value : null;
  const words = plainText(p.hs_content);
  return { score, text: score === null ? (words ?? text(p.hs_value)) : words };
}

function surveyKey(type: string, id: string): string {
  const slug = id
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return `${type.toLowerCase()}:${slug || 'survey'}`;
}
