// Pure: ids as the API shows them: the kind of thing and its row id, such as customer_42.

export type IdKind =
  | 'customer'
  | 'account'
  | 'interaction'
  | 'survey'
  | 'response'
  | 'record'
  | 'connection'
  | 'run'
  | 'rejected'
  | 'index'
  | 'rule'
  | 'alert'
  | 'segment'
  | 'journey';

/** Row ids stay below 2^53, so sixteen digits hold them all. */
const PATTERN = /^([a-z]+)_([1-9]\d{0,15})$/;

export function encodeId(kind: IdKind, id: number): string {
  return `${kind}_${id}`;
}

/** What an id claims to be; null when it is not one of ours. */
export function parseId(text: string): { kind: string; id: number } | null {
  const [, kind, digits] = PATTERN.exec(text) ?? [];
  const id = Number(digits);
  return kind && Number.isSafeInteger(id) ? { kind, id } : null;
}

/** The row id behind an id of that kind; null when it is anything else. */
export function decodeId(kind: IdKind, text: string): number | null {
  const parsed = parseId(text);
  return parsed?.kind === kind ? parsed.id : null;
}
