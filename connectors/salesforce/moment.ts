// Pure: moments as Salesforce writes them.

/** `2026-05-01T07:25:37.000+0000` as JavaScript writes it; null for anything that is no moment. */
export function iso(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const at = Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
