// Pure: which interactions are a customer's own words: only those are judged.
import { kindOf } from '../../../connectors/interaction-kinds.ts';

interface Said {
  readonly kind: string;
  readonly direction?: string | null;
}

export function isSaidByCustomer({ kind, direction }: Said): boolean {
  const saidBy = kindOf(kind)?.saidBy ?? 'SENDER';
  if (direction == null) return saidBy === 'CUSTOMER';
  return direction === 'INBOUND' && saidBy !== 'US';
}
