// Which column is what: as it was given, else by the field’s own name, else by the usual headers.
import { badInput } from '../../base/errors.ts';
import { FIELDS, type Field, plain, USUAL, USUAL_SCORES, USUAL_TEXTS } from './fields.ts';
import type { AskedQuestion, AskedSurvey } from './questions.ts';

/** Column by field, both as they are named. */
export type Mapping = ReadonlyMap<string, string>;

/** "field=Header" each; an empty header says that no column is that field. Throws BAD_USER_INPUT. */
export function parsePairs(pairs: readonly string[], columns: readonly string[]): Map<string, string> {
  const given = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const [field, header] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    if (at < 1) throw badInput('map', `"${pair}" is not of the form field=Header.`);
    if (!isField(field))
      throw badInput('map', `"${field}" is no field. There are: ${FIELDS.join(', ')}, answer.QUESTION, text.QUESTION.`);
    if (given.has(field)) throw badInput('map', `"${field}" is mapped twice.`);
    if (header !== '' && !columns.includes(header))
      throw badInput('map', `There is no column "${header}". There are: ${columns.join(', ')}.`);
    given.set(field, header);
  }
  return given;
}

function isField(name: string): boolean {
  return (FIELDS as readonly string[]).includes(name) || /^(answer|text)\..|^customer\.external\.[^.]+\../.test(name);
}

/** The column of a field that does not depend on the survey; null when there is none. */
export function columnOf(field: Field, given: ReadonlyMap<string, string>, columns: readonly string[]): string | null {
  const stated = given.get(field);
  if (stated !== undefined) return stated || null;
  if (columns.includes(field)) return field;
  const taken = new Set(given.values());
  for (const usual of USUAL[field] ?? []) {
    const column = columns.find(name => plain(name) === usual && !taken.has(name));
    if (column !== undefined) return column;
  }
  return null;
}

/**
 * `late` are fields that may come by their own name in lines that nobody looked at yet. Throws BAD_USER_INPUT for a
 * question that no survey has, where nothing is answered, and where no date is.
 */
export function mapColumns(
  given: ReadonlyMap<string, string>,
  columns: readonly string[],
  surveys: readonly AskedSurvey[],
  late: readonly string[] = [],
): Mapping {
  const mapping = new Map<string, string>();
  const add = (field: string | null, column: string) => {
    if (field !== null && !given.has(field) && !mapping.has(field)) mapping.set(field, column);
  };
  for (const field of FIELDS) {
    const column = columnOf(field, given, columns);
    if (column !== null) mapping.set(field, column);
  }
  for (const [field, header] of given) if (header !== '') mapping.set(field, header);
  const taken = new Set(mapping.values());
  const free = columns.filter(column => !taken.has(column));
  const questions = surveys.flatMap(survey => survey.questions);
  for (const column of free) if (isField(column)) add(column, column);
  for (const column of free) if (!isField(column)) add(guessAnswer(column, questions), column);
  check(mapping, questions);
  for (const field of late) add(field, field);
  return mapping;
}

/** The question that a header names by its key, its text, or what is usually asked. */
function guessAnswer(column: string, questions: readonly AskedQuestion[]): string | null {
  const name = plain(column);
  const asked = questions.find(({ key, text }) => plain(key) === name || plain(text) === name);
  if (asked) return `${asked.scored ? 'answer' : 'text'}.${asked.key}`;
  const commented = questions.find(({ key }) => USUAL_TEXTS.some(word => name === plain(key) + word));
  if (commented) return `text.${commented.key}`;
  const scored = questions.filter(question => question.scored);
  if (Object.hasOwn(USUAL_SCORES, name)) {
    const measure = USUAL_SCORES[name];
    const fit = scored.filter(question => measure === null || question.measure === measure);
    return fit.length === 1 ? `answer.${fit[0]!.key}` : null;
  }
  if (!USUAL_TEXTS.includes(name)) return null;
  const open = questions.filter(question => !question.scored);
  const [only, ...others] = open.length > 0 ? open : questions;
  return only && others.length === 0 ? `text.${only.key}` : null;
}

function check(mapping: Mapping, questions: readonly AskedQuestion[]): void {
  const keys = [...new Set(questions.map(question => question.key))];
  const answers = [...mapping.keys()].filter(field => /^(answer|text)\./.test(field));
  for (const field of answers) {
    const key = field.replace(/^\w+\./, '');
    if (!keys.includes(key))
      throw badInput(
        'map',
        `The survey has no question "${key}". It has: ${keys.join(', ')}. Add it with the mutation saveSurvey.`,
      );
  }
  if (!mapping.has('respondedAt'))
    throw badInput('map', 'No column says when the answer was given. Name it: --map respondedAt=Header.');
  if (answers.length === 0)
    throw badInput(
      'map',
      `No column is an answer. Name one: --map answer.${keys[0] ?? 'QUESTION'}=Header. The survey asks: ${keys.join(', ')}.`,
    );
}
