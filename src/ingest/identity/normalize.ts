// Pure: what an identifier's normal form is.
import { domainToASCII } from 'node:url';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Identifier } from '../../../connectors/records.ts';
import type { Matcher } from './rules.ts';

export type IdentifierKind = 'EMAIL' | 'PHONE' | 'EXTERNAL_ID' | 'DOMAIN' | 'ACCOUNT_ID';

export interface NormalIdentifier {
  readonly kind: IdentifierKind;
  readonly value: string;
  /** Whether equal values mean the same person or account, by the rules in force. */
  readonly linking: boolean;
}

/** Trimmed, lower case, domain in its ASCII form; null when it is no address. Nothing is folded: a+b@x stays a+b@x. */
export function normalEmail(value: string): string | null {
  const text = value.trim().toLowerCase();
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = domainToASCII(text.slice(at + 1));
  return at > 0 && domain.includes('.') && !/\s/.test(text) ? `${local}@${domain}` : null;
}

/** E.164 where it can be read with the country as a hint; null otherwise. */
export function normalPhone(value: string, country?: string | null): string | null {
  const region = country && /^[A-Za-z]{2}$/.test(country) ? (country.toUpperCase() as 'US') : undefined;
  return parsePhoneNumberFromString(value, region)?.number ?? null;
}

/** Host of a web address or bare domain, without "www."; null for what is no domain. */
export function normalDomain(value: string): string | null {
  const text = value.trim().toLowerCase();
  const host = URL.canParse(text) ? new URL(text).hostname : text.replace(/^\/+/, '').replace(/[/?#].*$/, '');
  const domain = domainToASCII(host).replace(/^www\./, '');
  return domain.includes('.') ? domain : null;
}

/**
 * The normal form of what a source says; null when there is nothing in it. An id is prefixed with the connection whose it
 * is. Placeholders are kept, as values that do not link: other rules may see more in them.
 */
export function normalIdentifier(
  connectionKey: string,
  identifier: Identifier,
  matcher: Matcher,
  country?: string | null,
): NormalIdentifier | null {
  const value = normalValue(connectionKey, identifier, country);
  return value === null ? null : { kind: identifier.kind, value, linking: matcher.links(identifier.kind, value) };
}

function normalValue(connectionKey: string, identifier: Identifier, country?: string | null): string | null {
  switch (identifier.kind) {
    case 'EMAIL':
      return normalEmail(identifier.value);
    case 'PHONE':
      return normalPhone(identifier.value, country);
    case 'EXTERNAL_ID': {
      const value = identifier.value.trim();
      if (value === '') return null;
      // "@" keeps a vendor's namespace apart from a connection that happens to have the vendor's name.
      const prefix = identifier.namespace ? `@${identifier.namespace}` : (identifier.connection ?? connectionKey);
      return `${prefix}:${value}`;
    }
  }
}
