// Pure: companies to organizations.
import type { MapInput } from '../../contract.ts';
import { country } from '../../kit/countries.ts';
import type { CanonicalInput } from '../../records.ts';
import { mergedList } from './merged.ts';
import { number, propertiesOf, text } from './values.ts';

export function mapCompany(input: MapInput): CanonicalInput[] {
  const p = propertiesOf(input);
  return [
    {
      type: 'organization',
      aliases: mergedList(input.id, p).map(id => `company/${id}`),
      name: text(p.name),
      domain: text(p.domain) ?? hostOf(text(p.website)),
      industry: text(p.industry),
      country: country(text(p.hs_country_code) ?? text(p.country)),
      employees: number(p.numberofemployees),
      annualRevenue: number(p.annualrevenue),
      currency: currency(text(p.hs_annual_revenue_currency_code)),
    },
  ];
}

export function currency(code: string | null): string | null {
  return code !== null && /^[a-z]{3}$/i.test(code) ? code.toUpperCase() : null;
}

function hostOf(website: string | null): string | null {
  if (website === null) return null;
  const url = /^[a-z]+:\/\//i.test(website) ? website : `https://${website}`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : null;
}
