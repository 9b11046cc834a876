// Pure: accounts: organizations.
import type { MapInput } from '../../contract.ts';
import type { CanonicalInput } from '../../records.ts';
import { country } from './country.ts';
import { number, text } from './fields.ts';

export function account({ payload }: MapInput): CanonicalInput[] {
  return [
    {
      type: 'organization',
      name: text(payload, 'Name'),
      domain: domainOf(text(payload, 'Website')),
      industry: text(payload, 'Industry'),
      country: country(text(payload, 'BillingCountryCode'), text(payload, 'BillingCountry')),
      employees: number(payload, 'NumberOfEmployees'),
      annualRevenue: number(payload, 'AnnualRevenue'),
      currency: text(payload, 'CurrencyIsoCode'),
    },
  ];
}

/** `https://www.acme.com/about`, `acme.com` and `www.acme.com` are all acme.com; null for what is no host. */
export function domainOf(website: string | null): string | null {
  if (!website) return null;
  const url = /^[a-z][a-z\d+.-]*:\/\//i.test(website) ? website : `http://${website}`;
  if (!URL.canParse(url)) return null;
  const host = new URL(url).hostname
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^www\./, '');
  return /^[^.]+(\.[^.]+)+$/.test(host) && !/^[\d.]+$/.test(host) ? host : null;
}
