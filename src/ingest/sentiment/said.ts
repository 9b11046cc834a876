// Which interactions are a customer's own words: only those are judged.

/** By their nature, unless the source says that they went out. */
const ALWAYS: readonly string[] = ['SUPPORT_CASE', 'FORM_SUBMISSION', 'SOCIAL_POST'];
/** Texts about a customer: our people write them, also where the call came in. */
const NEVER: readonly string[] = ['NOTE', 'TASK', 'CALL', 'MEETING', 'DEAL', 'PURCHASE'];

interface Said {
  readonly kind: string;
  readonly direction?: string | null;
}

export function isSaidByCustomer({ kind, direction }: Said): boolean {
  if (direction == null) return ALWAYS.includes(kind);
  return direction === 'INBOUND' && !NEVER.includes(kind);
}
