// Pure: the rules by which records are one person or account, and what they say of a value.
import type { IdentifierKind } from './normalize.ts';

/** What an administrator may change. Each change of these is a version. Lists hold normal forms: trimmed, lower case. */
export interface IdentityRules {
  /** 1 for the built-in ones; each change counts one up. */
  readonly version: number;
  /** 1 to 1,000. More records than this under one value, and the value joins none of them. */
  readonly maxRecordsPerValue: number;
  /** Mailbox names, the part before the "@", that belong to a role and not to a person. */
  readonly roleMailboxes: readonly string[];
  /** Whole e-mail addresses and external ids that stand for "we do not know". */
  readonly placeholders: readonly string[];
  /** Domains whose mailboxes belong to anybody, so that they name no company. */
  readonly publicMailDomains: readonly string[];
}

const words = (text: string): readonly string[] => Object.freeze(text.split(' ').sort());

/** In force until an administrator changes them. Role names are those of RFC 2142 and common ones. */
export const DEFAULT_RULES: IdentityRules = Object.freeze({
  version: 1,
  maxRecordsPerValue: 10,
  roleMailboxes: words(
    'abuse admin administrator billing contact ftp hello hostmaster info mail marketing news no-reply noc noreply office postmaster sales security service support team usenet uucp webmaster www',
  ),
  placeholders: words(
    '- n/a na noemail@noemail.com none none@none.com null test@example.com test@test.com unknown unknown@unknown.com',
  ),
  publicMailDomains: words(
    '163.com aol.com gmail.com gmx.de gmx.net googlemail.com hotmail.com icloud.com live.com mail.ru me.com outlook.com proton.me protonmail.com qq.com web.de yahoo.com yandex.ru',
  ),
});

/** The rules made ready for many values. */
export interface Matcher {
  readonly rules: IdentityRules;
  /** Whether equal values mean the same person or account, as long as few enough records carry it. */
  links(kind: IdentifierKind, value: string): boolean;
}

/** `links` depends on kind and normal value alone, so that what is stored can be checked again under other rules. */
export function matcherOf(rules: IdentityRules): Matcher {
  const roles = new Set(rules.roleMailboxes);
  const placeholders = new Set(rules.placeholders);
  const domains = new Set(rules.publicMailDomains);
  return {
    rules,
    links(kind, value) {
      switch (kind) {
        case 'EMAIL':
          return !placeholders.has(value) && !roles.has(mailboxOf(value));
        case 'PHONE':
          // A phone is shared by families and offices: it finds people but never joins them.
          return false;
        case 'EXTERNAL_ID':
          return externalNames(value).every(name => name !== '' && !placeholders.has(name));
        case 'DOMAIN':
          return !domains.has(value);
        case 'ACCOUNT_ID':
          return true;
      }
    },
  };
}

/** The part before the "@". */
export function mailboxOf(email: string): string {
  return email.slice(0, email.lastIndexOf('@'));
}

/** What of "scope:object/id" may be a placeholder: "object/id" and "id", in lower case. */
export function externalNames(value: string): readonly [string, string] {
  const name = value.slice(value.indexOf(':') + 1).toLowerCase();
  return [name, name.slice(name.indexOf('/') + 1)];
}
