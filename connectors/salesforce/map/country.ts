// Pure: the country of an address: by its code, where the org has the picklist of countries, else by the free text.
import { countryCode } from '../../kit/countries.ts';

/** ISO 3166-1 alpha-2 where the code or the text can be read as a country, else the text. */
export function country(code: string | null, name: string | null): string | null {
  const coded = code?.length === 2 ? countryCode(code) : null;
  return coded ?? countryCode(name) ?? name;
}
