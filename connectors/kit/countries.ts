// Pure: country names to ISO 3166-1 alpha-2, as people write them in CRMs.

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const NO_COUNTRIES = ['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'];
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt'];
const ALSO: Readonly<Record<string, string>> = {
  usa: 'US',
  'u.s.': 'US',
  'u.s.a.': 'US',
  'united states of america': 'US',
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  holland: 'NL',
  'the netherlands': 'NL',
  'czech republic': 'CZ',
  turkey: 'TR',
  korea: 'KR',
  uae: 'AE',
};

let codes: Map<string, string> | null = null;

/** Codes of unions, of nothing, and of states that are no more ("DD" is canonically "DE") are left out. */
function isCountry(code: string): boolean {
  return !NO_COUNTRIES.includes(code) && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
}

function table(): Map<string, string> {
  const names = new Map<string, string>(Object.entries(ALSO));
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const a of LETTERS)
      for (const b of LETTERS) {
        const code = a + b;
        if (!isCountry(code)) continue;
        const name = display.of(code);
        if (name === undefined) continue;
        if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), code);
        if (language === 'en') names.set(code.toLowerCase(), code);
      }
  }
  return names;
}

/** Alpha-2 code for a code or a name in one of the common languages; else the text as given. Null stays null. */
export function country(value: string | null): string | null {
  if (value === null) return null;
  codes ??= table();
  return codes.get(value.trim().toLowerCase()) ?? value;
}
