// A row to what the mutation recordSurveyResponses takes, or why it cannot be that.
import { createHash } from 'node:crypto';
import { MAX_TEXT } from '../../../connectors/bounds.ts';
import { CHANNELS } from '../../../connectors/vocabulary.ts';
import { storable } from '../../base/database/bulk.ts';
import type { CustomerBy } from '../recording/find-customer.ts';
import type { RecordSurveyResponseInput } from '../recording/record-survey-responses.ts';
import type { Mapping } from './mapping.ts';
import { parseMoment } from './moment.ts';

export type Converted = { readonly input: RecordSurveyResponseInput } | { readonly problem: string };
export type Convert = (cells: readonly string[]) => Converted;

/** `survey` and `zone` hold where no column, or no offset, says better. */
export function converter(
  mapping: Mapping,
  columns: readonly string[],
  survey: string | null,
  zone: string | null,
): Convert {
  const at = new Map([...mapping].map(([field, column]) => [field, columns.indexOf(column)]));
  const externals = [...at].flatMap(([field, index]) => {
    const [, source, object] = /^customer\.external\.([^.]+)\.(.+)$/.exec(field) ?? [];
    return source && object ? [{ source, object, index }] : [];
  });
  // Sorted, so that the order of the columns changes no content.
  const keys = [...new Set([...at.keys()].flatMap(field => /^(?:answer|text)\.(.+)$/.exec(field)?.[1] ?? []))].sort();
  const questions = keys.map(key => ({ key, score: at.get(`answer.${key}`), text: at.get(`text.${key}`) }));

  return cells => {
    const whole = (index: number | undefined) => (index === undefined ? '' : (cells[index] ?? ''));
    const cell = (field: string) => whole(at.get(field)).trim();
    const respondedAt = parseMoment(cell('respondedAt'), zone);
    if ('problem' in respondedAt) return { problem: `respondedAt: ${respondedAt.problem}` };
    const answers: RecordSurveyResponseInput['answers'][number][] = [];
    for (const question of questions) {
      const score = parseScore(whole(question.score).trim());
      if (typeof score === 'object' && score !== null) return { problem: `answer.${question.key}: ${score.problem}` };
      const text = whole(question.text);
      if (text.length > MAX_TEXT) return { problem: `text.${question.key}: longer than ${MAX_TEXT} characters.` };
      if (score === null && text.trim() === '') continue;
      answers.push({ question: question.key, ...(score !== null && { score }), ...(text.trim() !== '' && { text }) });
    }
    const channel = cell('channel')
      .toUpperCase()
      .replace(/[\s-]+/g, '_');
    if (channel !== '' && !isChannel(channel))
      return { problem: `channel: "${cell('channel')}" is not one of ${CHANNELS.join(', ')}.` };
    const external = externals.find(({ index }) => whole(index).trim() !== '');
    const customer = customerOf(cell, external && { ...external, id: whole(external.index).trim() });
    if (customer && 'problem' in customer) return customer;
    const content = {
      ...(customer && { customer }),
      survey: cell('survey') || (survey ?? ''),
      respondedAt,
      ...(channel !== '' && { channel: channel as (typeof CHANNELS)[number] }),
      ...(cell('touchpoint') !== '' && { touchpoint: cell('touchpoint') }),
      answers,
    };
    if (content.survey === '') return { problem: 'survey: the line names none.' };
    const json = JSON.stringify(content);
    const input = { id: cell('id') || (at.has('id') ? '' : `line-${hash(json)}`), ...content };
    // The date is none any more in JSON, so it is put back.
    return { input: { ...storable({ ...input, respondedAt: null }, json + input.id), respondedAt } };
  };
}

/** The surest name of a customer that the line has. */
function customerOf(
  cell: (field: string) => string,
  external: { source: string; object: string; id: string } | undefined,
): CustomerBy | { problem: string } | null {
  if (cell('customer.id')) return { id: cell('customer.id') };
  if (external) return { external: { source: external.source, object: external.object, id: external.id } };
  const written = cell('customer.external');
  if (written) {
    const [, source, object, id] = /^([^:]+):([^/]+)\/(.+)$/s.exec(written) ?? [];
    if (!source || !object || !id)
      return { problem: `customer.external: "${written}" is not of the form source:object/id.` };
    return { external: { source, object, id } };
  }
  if (cell('customer.email')) return { email: cell('customer.email') };
  if (cell('customer.phone')) return { phone: cell('customer.phone') };
  return null;
}

function parseScore(text: string): number | null | { problem: string } {
  if (text === '') return null;
  const score = /^[+-]?\d+(?:[.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
  return Number.isFinite(score) ? score : { problem: `"${text}" is not a number.` };
}

function isChannel(value: string): boolean {
  return (CHANNELS as readonly string[]).includes(value);
}

/** Equal contents are the same answer, whichever file and line they stand in. */
function hash(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, 32);
}
