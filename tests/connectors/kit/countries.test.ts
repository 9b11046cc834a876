// Country names: codes and names of several languages, and nothing else.
import { expect, it } from 'vitest';
import { country } from '../../../connectors/kit/countries.ts';

it.each([
  ['Germany', 'DE'],
  ['Deutschland', 'DE'],
  ['de', 'DE'],
  [' USA ', 'US'],
  ['United States', 'US'],
  ['UK', 'GB'],
  ['gb', 'GB'],
  ['España', 'ES'],
  ['Schweiz', 'CH'],
  ['Brasil', 'BR'],
  ['Atlantis', 'Atlantis'],
  ['EU', 'EU'],
  // States that are no more, and codes that are another's.
  ['DD', 'DE'],
  ['FX', 'FR'],
  ['SU', 'RU'],
  ['yu', 'RS'],
  ['Russia', 'RU'],
  ['Serbia', 'RS'],
  [null, null],
])('%j is %j', (given, expected) => expect(country(given)).toBe(expected));
