// Which interactions a customer is the author of: only those are scored.

/** By their nature, unless the source says that they went out. */
const ALWAYS: readonly string[] = ['SUPPORT_CASE', 'FORM_SUBMISSION', 'SOCIAL_POST'];
/** Texts about a customer: our people write them, also where the call came in. */
const NEVER: readonly string[] = ['NOTE', 'TASK', 'CALL', 'MEETING', 'DEAL', 'PURCHASE'];

interface Authored {
  readonly kind: string;
  readonly direction?: string | null;
}

export function isAuthoredByCustomer({ kind, direction }: Authored): boolean {
  if (direction == null) return ALWAYS.includes(kind);
  return direction === 'INBOUND' && !NEVER.includes(kind);
}
