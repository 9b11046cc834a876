// Pure rules: what an identifier's normal form is, and which values say nothing about who somebody is.
import { domainToASCII } from 'node:url';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Identifier } from '../../connectors/records.ts';

export type IdentifierKind = 'EMAIL' | 'PHONE' | 'EXTERNAL_ID' | 'DOMAIN' | 'ACCOUNT_ID';

export interface NormalIdentifier {
  readonly kind: IdentifierKind;
  readonly value: string;
  /** Whether equal values mean the same person or account. */
  readonly linking: boolean;
}

/** More records than this under one value, and the value joins none of them. */
export const MAX_RECORDS_PER_VALUE = 10;

/** Mailbox names that belong to a role (RFC 2142 and common ones), not to a person. */
const ROLE_MAILBOXES = new Set(
  'abuse admin administrator billing contact ftp hello hostmaster info mail marketing news no-reply noc noreply office postmaster sales security service support team usenet uucp webmaster www'.split(
    ' ',
  ),
);

const PLACEHOLDERS = new Set([
  'test@test.com',
  'test@example.com',
  'none@none.com',
  'noemail@noemail.com',
  'unknown@unknown.com',
  'n/a',
  'na',
  '-',
  'none',
  'null',
  'unknown',
]);

/** Domains whose mailboxes belong to anybody, so that they name no company. */
const PUBLIC_MAIL_DOMAINS = new Set(
  'gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com me.com aol.com gmx.de gmx.net web.de proton.me protonmail.com mail.ru yandex.ru qq.com 163.com'.split(
    ' ',
  ),
);

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

/** Host of a web address or bare domain, without "www."; null for public mail domains and what is no domain. */
export function normalDomain(value: string): string | null {
  const text = value.trim().toLowerCase();
  const host = URL.canParse(text) ? new URL(text).hostname : text.replace(/^\/+/, '').replace(/[/?#].*$/, '');
  const domain = domainToASCII(host).replace(/^www\./, '');
  return domain.includes('.') && !PUBLIC_MAIL_DOMAINS.has(domain) ? domain : null;
}

/** The normal form of what a source says; null when there is nothing in it. `scope` prefixes ids of the connection. */
export function normalIdentifier(
  connectionKey: string,
  identifier: Identifier,
  country?: string | null,
): NormalIdentifier | null {
  switch (identifier.kind) {
    case 'EMAIL': {
      const value = normalEmail(identifier.value);
      return value === null ? null : { kind: 'EMAIL', value, linking: isPersonal(value) };
    }
    case 'PHONE': {
      const value = normalPhone(identifier.value, country);
      // A phone is shared by families and offices: it finds people but never joins them.
      return value === null ? null : { kind: 'PHONE', value, linking: false };
    }
    case 'EXTERNAL_ID': {
      const value = identifier.value.trim();
      if (PLACEHOLDERS.has(value.toLowerCase()) || value === '') return null;
      // "@" keeps a vendor's namespace apart from a connection that happens to have the vendor's name.
      const prefix = identifier.namespace ? `@${identifier.namespace}` : (identifier.connection ?? connectionKey);
      return { kind: 'EXTERNAL_ID', value: `${prefix}:${value}`, linking: true };
    }
  }
}

function isPersonal(email: string): boolean {
  return !PLACEHOLDERS.has(email) && !ROLE_MAILBOXES.has(email.slice(0, email.lastIndexOf('@')));
}
