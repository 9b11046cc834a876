// People and companies by number: the same person in both CRMs has the same e-mail address.

const GIVEN = ['Ada', 'Bruno', 'Chen', 'Dana', 'Emil', 'Farah', 'Goran', 'Hana', 'Ivo', 'Jana', 'Kofi', 'Lena', 'Mika'];
const FAMILY = [
  'Albers',
  'Brandt',
  'Costa',
  'Dvorak',
  'Egger',
  'Fontaine',
  'Greco',
  'Hansen',
  'Ito',
  'Jansen',
  'Keller',
];
/** As CRMs write them, and the codes that they become. */
export const COUNTRIES: readonly (readonly [name: string, code: string])[] = [
  ['Germany', 'DE'],
  ['France', 'FR'],
  ['Italy', 'IT'],
  ['Spain', 'ES'],
  ['Netherlands', 'NL'],
  ['Austria', 'AT'],
  ['Sweden', 'SE'],
  ['Poland', 'PL'],
  ['Canada', 'CA'],
  ['Japan', 'JP'],
];
const INDUSTRIES = ['Retail', 'Healthcare', 'Education', 'Manufacturing', 'Media'];
const STAGES = ['lead', 'opportunity', 'customer'];

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

export interface BenchPerson {
  readonly given: string;
  readonly family: string;
  readonly email: string;
  readonly phone: string;
  readonly title: string;
  readonly country: string;
  readonly stage: string;
}

export function person(n: number): BenchPerson {
  return {
    given: pick(GIVEN, n),
    family: `${pick(FAMILY, n)}-${n.toString(36)}`,
    email: `person.${n}@company${n % 997}.example`,
    phone: `+49 30 ${String(1_000_000 + n)}`,
    title: `Head of ${pick(INDUSTRIES, n + 2)}`,
    country: pick(COUNTRIES, n)[0],
    stage: pick(STAGES, n),
  };
}

export interface BenchCompany {
  readonly name: string;
  readonly domain: string;
  readonly industry: string;
  readonly country: string;
  readonly employees: number;
}

export function company(n: number): BenchCompany {
  return {
    name: `${pick(FAMILY, n)} & ${pick(FAMILY, n + 3)} ${n}`,
    domain: `company${n}.example`,
    industry: pick(INDUSTRIES, n),
    country: pick(COUNTRIES, n)[0],
    employees: 10 + (n % 5000),
  };
}

const SENTENCES = [
  'The export has stopped at half of the rows since the last update.',
  'We agreed to try again with a smaller file and to come back tomorrow.',
  'The invoice shows twice the number of seats that we have ordered.',
  'Signing in works on the phone, but not in the browser of two colleagues.',
  'They were happy with the quick answer and would like to see a preview.',
];

/** About 70 characters a sentence. */
export function words(n: number, sentences: number): string {
  return Array.from({ length: sentences }, (_, i) => pick(SENTENCES, n + i)).join(' ');
}
