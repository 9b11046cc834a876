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
  ['DD', 'DD'],
  [null, null],
])('%j is %j', (given, expected) => expect(country(given)).toBe(expected));
