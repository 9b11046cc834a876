// Pure: which interactions a customer is the author of: only those are scored.
import { kindOf } from '../../../connectors/interaction-kinds.ts';

interface Authored {
  readonly kind: string;
  readonly direction?: string | null;
}

export function isAuthoredByCustomer({ kind, direction }: Authored): boolean {
  const author = kindOf(kind)?.author ?? 'SENDER';
  if (direction == null) return author === 'CUSTOMER';
  return direction === 'INBOUND' && author !== 'US';
}
