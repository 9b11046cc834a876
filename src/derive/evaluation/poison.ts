// Which errors come from what is stored, and would come again and again; and how they are told without any value.
import { isDatabaseAway, type Sql, savepoint } from '../../base/database/sql.ts';

/** Data that cannot be computed (22), contradicts (23), is too much (54), or breaks PostgreSQL itself; types that do not fit, and infinity where there is none. */
const DATA = /^(22|23|54|XX)...$|^42(804|846|883)$|^0A000$/;
/** Whatever a statement itself may be wrong in. */
const STATEMENT = /^(0A|22|23|42|54|XX)...$/;

const codeOf = (error: unknown): string | undefined => (error as { code?: string } | null)?.code;

/** Whether what is stored of somebody is to blame. What the database lacks at the moment never is. */
export function isPoison(error: unknown): boolean {
  const code = codeOf(error);
  if (error instanceof RangeError || error instanceof TypeError) return code === undefined || /^ERR_/.test(code);
  return code !== undefined && DATA.test(code);
}

/** Whether what was asked is to blame, or what is stored: a rule that cannot be evaluated, say. */
export function isFault(error: unknown): boolean {
  if (!(error instanceof Error) || isDatabaseAway(error)) return false;
  const code = codeOf(error);
  return isPoison(error) || code === undefined || STATEMENT.test(code) || error.name === 'UserError';
}

/** False where the work gives false, and where it fails for what is asked or stored: nothing of it stays then. */
export async function unlessFault(tx: Sql, work: () => Promise<unknown>): Promise<boolean> {
  try {
    return (await savepoint(tx, work)) !== false;
  } catch (error) {
    if (!isFault(error)) throw error;
    return false;
  }
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^22003/, 'a number is too large to be counted'],
  [/^2200[78]/, 'a moment is out of range'],
  [/^(22021|22P05)/, 'a text has characters that cannot be stored'],
  [/^22/, 'a value has no meaning'],
  [/^23/, 'values contradict one another'],
  [/^54/, 'something is larger than an index or a statement can hold'],
  [/^(0A|42)/, 'it does not fit what is stored'],
  [/^XX/, 'the database cannot read or compute it'],
];

/** In words of our own, because PostgreSQL's may hold values. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error) ?? '';
  const words = WORDS.find(([pattern]) => pattern.test(code))?.[1] ?? 'it cannot be computed';
  return `${words} (${code || (error instanceof Error ? error.name : 'unknown')})`;
}
