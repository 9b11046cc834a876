// Pure: which associations are read, and what their targets are to the record they start from.
import { ENGAGEMENTS } from './objects.ts';

export interface Pair {
  readonly from: string;
  readonly to: 'contact' | 'company' | 'ticket';
}

const ROLES = { contact: 'customer', company: 'account', ticket: 'case' } as const;

function pairs(from: string, ...to: Pair['to'][]): Pair[] {
  return to.map(target => ({ from, to: target }));
}

export const PAIRS: readonly Pair[] = [
  ...pairs('contact', 'company'),
  ...pairs('deal', 'contact', 'company'),
  ...pairs('ticket', 'contact', 'company'),
  ...ENGAGEMENTS.flatMap(type => pairs(type.object, 'contact', 'company', 'ticket')),
  ...pairs('feedback_submission', 'contact', 'ticket'),
];

export function associationObject(pair: Pair): string {
  return `association:${pair.from}:${pair.to}`;
}

export function roleOf(to: Pair['to']): (typeof ROLES)[Pair['to']] {
  return ROLES[to];
}
