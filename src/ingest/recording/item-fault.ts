// What is wrong with one item of a batch that an application sent, in the words in which it was sent.
import { isStorable, MAX_ID } from '../../../connectors/bounds.ts';
import { isBelievable } from '../../../connectors/records.ts';
import { badInput, type ErrorCode, UserError } from '../../base/errors.ts';
import { fieldOf, type Issue, wordsOf } from '../page/issues.ts';

export interface RecordError {
  /** Position in the list that was sent. */
  readonly index: number;
  readonly id: string;
  readonly code: ErrorCode;
  /** Such as "answers[0].score"; null where it is no single one. */
  readonly field: string | null;
  readonly message: string;
}

export function recordError(index: number, id: string, { code, message, details }: UserError): RecordError {
  return { index, id: storableId(id), code, field: details.field ?? null, message };
}

/** An id that nothing could be stored under is given back short and readable. */
function storableId(id: string): string {
  return id.length > MAX_ID ? `${id.slice(0, MAX_ID).toWellFormed()}…` : id.toWellFormed();
}

/** What no value may be, wherever it stands in the item; and what no id may be. Null when all is well. */
export function faultOfItem(item: { readonly id: string }): UserError | null {
  if (item.id.trim() === '') return badInput('id', 'id must not be empty: it is what makes sending again harmless.');
  if (item.id.length > MAX_ID) return badInput('id', `id: longer than ${MAX_ID} characters.`);
  return faultIn(item, []);
}

function faultIn(value: unknown, path: readonly PropertyKey[]): UserError | null {
  const wrong = (words: string) => badInput(fieldOf(path), `${fieldOf(path)}: ${words}.`);
  if (typeof value === 'string')
    return isStorable(value) ? null : wrong('it has a NUL character or half of a character, which cannot be stored');
  if (typeof value === 'number') return Number.isFinite(value) ? null : wrong('not a finite number');
  if (value instanceof Date) return isBelievable(value) ? null : wrong('not a moment from 1900 to ten years ahead');
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const fault = faultIn(inner, [...path, Array.isArray(value) ? Number(key) : key]);
    if (fault) return fault;
  }
  return null;
}

/** The first thing that a schema found, for records whose members have the names that they were sent by. */
export function faultOfIssues([issue]: readonly Issue[]): UserError {
  const field = fieldOf(issue!.path);
  return badInput(field, `${field}: ${wordsOf(issue!)}.`);
}

/** Of two items with one id and different content, the earlier would be lost unseen. */
export function twice(): UserError {
  return new UserError(
    'CONFLICT',
    'id: a later item of this list has the same one, with other content. That one counts.',
    { field: 'id' },
  );
}
