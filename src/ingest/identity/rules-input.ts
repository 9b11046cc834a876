// Rules as an administrator writes them: checked as a whole, every error with its key and remedy.
import { domainToASCII } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { badInput, UserError } from '../../base/errors.ts';
import { pathText } from '../../base/input.ts';
import { DEFAULT_RULES, type IdentityRules } from './rules.ts';

/** Only the keys that are given change. */
export type RulesChange = Partial<IdentityRules>;

/** Words in one list. */
const MAX_WORDS = 10_000;

const words = (what: string, example: string, fits: (word: string) => boolean, normal = (word: string) => word) =>
  z
    .array(
      z
        .string({ error: 'must be text in quotes' })
        .trim()
        .toLowerCase()
        .refine(fits, { error: issue => `${JSON.stringify(issue.input)} is no ${what}; write it like ${example}` }),
      { error: `must be a list, such as [${example}]; an empty one, [], means none` },
    )
    .max(MAX_WORDS, `may have at most ${MAX_WORDS} entries`)
    .transform(list => [...new Set(list.map(normal))].sort());

const LIMIT = 'must be a whole number from 1 to 1000';

const Input = z.strictObject(
  {
    version: z
      .int('must be the number that "cxgraph identity show" tells; leave it out to change whatever is in force')
      .optional(),
    maxRecordsPerValue: z.number({ error: LIMIT }).int(LIMIT).min(1, LIMIT).max(1000, LIMIT).optional(),
    roleMailboxes: words('mailbox name', '"info", without "@"', word => /^[^\s@]+$/.test(word)).optional(),
    placeholders: words('placeholder', '"unknown" or "test@test.com"', word => word !== '').optional(),
    publicMailDomains: words(
      'domain',
      '"gmail.com"',
      word => !word.startsWith('www.') && domainToASCII(word).includes('.'),
      domainToASCII,
    ).optional(),
  } satisfies Record<keyof IdentityRules, z.ZodType>,
  {
    error: issue =>
      issue.code === 'unrecognized_keys' ? undefined : 'must be an object, such as {"maxRecordsPerValue": 10}',
  },
);

/** Throws BAD_USER_INPUT that tells everything that is wrong, a line each. */
export function parseRules(value: unknown): RulesChange {
  const parsed = Input.safeParse(value);
  if (!parsed.success) {
    const lines = parsed.error.issues.flatMap(linesOf);
    throw badInput('rules', `The rules cannot be used:\n${lines.map(line => `  ${line}`).join('\n')}`);
  }
  const change = Object.fromEntries(Object.entries(parsed.data).filter(([, given]) => given !== undefined));
  if (Object.keys(change).every(key => key === 'version'))
    throw badInput('rules', `The rules change nothing: give at least one of ${RULES}.`);
  return change;
}

const RULES = Object.keys(DEFAULT_RULES)
  .filter(key => key !== 'version')
  .join(', ');

function linesOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(key => `${key}: there is no such rule; there are ${RULES}`);
  return [`${pathText(issue.path) || 'rules'}: ${issue.message}`];
}

/** The rules after the change, one version on; the same object where nothing changes. Throws CONFLICT. */
export function nextRules(current: IdentityRules, { version, ...change }: RulesChange): IdentityRules {
  if (version !== undefined && version !== current.version)
    throw new UserError(
      'CONFLICT',
      `These rules were made from version ${version}, but version ${current.version} is in force. Look at it with "cxgraph identity show", change that, and set it again.`,
      { field: 'rules.version' },
    );
  const next = { ...current, ...change };
  return isDeepStrictEqual(next, { ...current }) ? current : { ...next, version: current.version + 1 };
}
