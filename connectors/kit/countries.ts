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

/** A state that is no more has the code of the one that followed it: "DD" that of "DE", "FX" that of "FR". */
const today = (code: string) => Intl.getCanonicalLocales(`und-${code}`)[0]!.slice('und-'.length);

/** Codes of unions and of nothing are left out. */
const isCountry = (code: string) => !NO_COUNTRIES.includes(code) && today(code) === code;

function table(): Map<string, string> {
  const names = new Map<string, string>(Object.entries(ALSO));
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const a of LETTERS)
      for (const b of LETTERS) {
        const code = a + b;
        const name = display.of(code);
        if (name === undefined) continue;
        if (language === 'en' && !names.has(code.toLowerCase()) && isCountry(today(code)))
          names.set(code.toLowerCase(), today(code));
        if (!isCountry(code)) continue;
        if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), code);
      }
  }
  return names;
}

/** Alpha-2 code for a code or a name in one of the common languages; else the text as given. Null stays null. */
export function country(value: string | null): string | null {
  return countryCode(value) ?? value;
}

/** The same; null for what is no country. */
export function countryCode(value: string | null): string | null {
  if (value === null) return null;
  codes ??= table();
  return codes.get(value.trim().toLowerCase()) ?? null;
}
