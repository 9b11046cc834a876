// Pure: country names to ISO codes: orgs without the country picklist hold free text.

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const A = 'A'.charCodeAt(0);
const CODES = new Map<string, string>();
for (let i = 0; i < 26 * 26; i++) {
  const code = String.fromCharCode(A + Math.floor(i / 26), A + (i % 26));
  const name = names.of(code);
  if (name) CODES.set(name.toLowerCase(), code);
}
for (const [name, code] of [
  ['usa', 'US'],
  ['united states of america', 'US'],
  ['uk', 'GB'],
  ['great britain', 'GB'],
  ['england', 'GB'],
  ['deutschland', 'DE'],
  ['the netherlands', 'NL'],
  ['korea', 'KR'],
  ['czech republic', 'CZ'],
] as const)
  CODES.set(name, code);

/** ISO 3166-1 alpha-2 where the text can be read as a country, else the text. */
export function country(code: string | null, name: string | null): string | null {
  if (code && names.of(code.toUpperCase().slice(0, 2)) && code.length === 2) return code.toUpperCase();
  if (!name) return null;
  if (/^[A-Za-z]{2}$/.test(name) && names.of(name.toUpperCase())) return name.toUpperCase();
  return CODES.get(name.toLowerCase()) ?? name;
}
