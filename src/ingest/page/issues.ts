// What a schema found wrong with a record, in words that people understand.
import type { z } from 'zod';
import { cutText, MAX_LINE } from '../../../connectors/bounds.ts';
import { pathText } from '../../base/input.ts';

export type Issue = z.core.$ZodIssue;

/** "answers[0].score", as whoever wrote the record calls it: the fields of a person are the person's own. */
export function fieldOf(path: readonly PropertyKey[]): string {
  return pathText(path[0] === 'fields' && path.length > 1 ? path.slice(1) : path);
}

/** Goes after the field's name and a colon. */
export function wordsOf(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
      if (issue.origin === 'string') return `longer than ${issue.maximum} characters`;
      if (issue.origin === 'array') return `more than ${issue.maximum} entries`;
      return `more than ${issue.maximum}`;
    case 'too_small':
      return issue.origin === 'string' ? 'empty' : `less than ${issue.minimum}`;
    case 'invalid_type':
      return issue.message.endsWith('undefined') ? 'missing' : `not of the type ${issue.expected}`;
    case 'invalid_value':
      return `not one of ${issue.values.join(', ')}`;
    case 'invalid_union':
      return issue.path.length === 0 ? 'not a kind of record that is known' : 'not what can be kept as JSON';
    case 'invalid_format':
      return issue.format === 'datetime' ? 'not a date and time that exists' : issue.message;
    default:
      return issue.message;
  }
}

/** All of them in one line, of bounded length. */
export function reasonOf(issues: readonly Issue[]): string {
  return listed(issues.map(issue => ({ field: fieldOf(issue.path), reason: wordsOf(issue) })));
}

/** "country: longer than 255 characters; amount: more than 1000000000000" */
export function listed(faults: readonly { readonly field: string; readonly reason: string }[]): string {
  const words = faults.map(({ field, reason }) => (field === '' ? reason : `${field}: ${reason}`));
  return cutText(words.join('; '), MAX_LINE);
}
