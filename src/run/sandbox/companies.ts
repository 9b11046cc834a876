// The customer companies: which CRMs know them, what they pay for, how large they are.
import { domainToASCII } from 'node:url';
import type { Company, Tier } from '../../../connectors/kit/story/people.ts';
import type { Desks } from './desks.ts';
import { asciiLower, COMPANY_FORMS, COMPANY_HEADS, COMPANY_TAILS, CULTURES, INDUSTRIES } from './names.ts';
import type { Random } from './random.ts';

const DAY = 86_400_000;
/** Shares of the companies that both CRMs know, and only the marketing desk's. */
const IN_BOTH = 0.42;
const MARKETING_ONLY = 0.3;

export function makeCompanies(random: Random, now: number, desks: Desks, count: number): Company[] {
  const heads = random.shuffled(COMPANY_HEADS.flatMap(head => COMPANY_TAILS.map(tail => `${head} ${tail}`)));
  return Array.from({ length: count }, (_, n) => makeCompany(random.fork(n), now, desks, n, count, heads));
}

function makeCompany(
  random: Random,
  now: number,
  desks: Desks,
  n: number,
  count: number,
  names: readonly string[],
): Company {
  const culture = random.int(0, CULTURES.length - 1);
  const country = random.pick(CULTURES[culture]!.countries);
  const tier = random.weighted<Tier>({ Enterprise: 0.2, Growth: 0.4, Starter: 0.4 });
  const employees = Math.round(random.around({ Enterprise: 2400, Growth: 180, Starter: 14 }[tier], 0.6));
  // More companies than names: later ones are told apart by a number, as branches are.
  const round = Math.floor(n / names.length);
  const bare = names[n % names.length]! + (round ? ` ${round + 1}` : '');
  const international = n === 7;
  const written = international ? 'müller-köhler-optik.example' : `${asciiLower(bare.replaceAll(' ', '-'))}.example`;
  const inBoth = n / count < IN_BOTH;
  const onlyMarketing = !inBoth && n / count < IN_BOTH + MARKETING_ONLY;
  const knowing = inBoth ? [desks.marketing, desks.service] : [onlyMarketing ? desks.marketing : desks.service];
  return {
    key: `company-${n}`,
    name: international ? 'Müller Köhler Optik GmbH' : `${bare} ${COMPANY_FORMS[country.iso]}`,
    domain: domainToASCII(written),
    domainAsWritten: written,
    industry: random.pick(INDUSTRIES),
    country,
    culture,
    employees,
    revenue: Math.round(employees * random.int(60, 190)) * 1000,
    currency: country.iso === 'GB' ? 'GBP' : ['DE', 'AT', 'FR', 'ES', 'NL'].includes(country.iso) ? 'EUR' : 'USD',
    tier,
    createdAt: now - random.int(400, 2400) * DAY - random.int(0, DAY / 1000) * 1000,
    ids: Object.fromEntries(knowing.map(desk => [desk.key, desk.companyId(n)])),
  };
}
