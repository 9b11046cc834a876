// The customer companies: which CRMs know them, what they pay for, how large they are.
import { domainToASCII } from 'node:url';
import { hubspotId, salesforceId } from './ids.ts';
import { asciiLower, COMPANY_FORMS, COMPANY_HEADS, COMPANY_TAILS, CULTURES, INDUSTRIES } from './names.ts';
import type { Random } from './random.ts';
import type { Tier } from './story.ts';

export interface Company {
  readonly key: string;
  readonly name: string;
  /** Registered form, which e-mail addresses of HubSpot use: ASCII, lower case. */
  readonly domain: string;
  /** How people there write it, which Salesforce has: differs where it holds letters beyond ASCII. */
  readonly domainAsWritten: string;
  readonly industry: string;
  readonly country: { name: string; iso: string };
  readonly culture: number;
  readonly employees: number;
  /** Yearly revenue in `currency`. */
  readonly revenue: number;
  readonly currency: 'USD' | 'EUR' | 'GBP';
  readonly tier: Tier;
  readonly createdAt: number;
  readonly hubspotId: string | null;
  readonly salesforceId: string | null;
}

const DAY = 86_400_000;
/** Shares of the companies that both CRMs know, and only HubSpot. */
const IN_BOTH = 0.42;
const HUBSPOT_ONLY = 0.3;

export function makeCompanies(random: Random, now: number, count: number): Company[] {
  const heads = random.shuffled(COMPANY_HEADS.flatMap(head => COMPANY_TAILS.map(tail => `${head} ${tail}`)));
  return Array.from({ length: count }, (_, n) => makeCompany(random.fork(n), now, n, count, heads));
}

function makeCompany(random: Random, now: number, n: number, count: number, names: readonly string[]): Company {
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
  const onlyHubspot = !inBoth && n / count < IN_BOTH + HUBSPOT_ONLY;
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
    hubspotId: inBoth || onlyHubspot ? hubspotId('company', n) : null,
    salesforceId: inBoth || !onlyHubspot ? salesforceId('Account', n + 1) : null,
  };
}
