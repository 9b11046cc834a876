// Pure: the arguments of an export as they stand on a command line: --compare-to OVERALL is compareTo: OVERALL.
import { badInput } from '../../base/errors.ts';

export interface ExportArguments {
  /** What stands behind the name of the export. */
  readonly of?: string;
  readonly given: Readonly<Record<string, string | readonly string[]>>;
}

/** Which of them an export takes is its own to say. @throws UserError BAD_USER_INPUT */
export function parseExportArguments(words: readonly string[]): ExportArguments {
  const given: Record<string, string | readonly string[]> = {};
  let of: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (!word.startsWith('--')) {
      if (of !== undefined) throw badInput('of', `"${word.slice(0, 40)}" is one word too many.`);
      of = word;
      continue;
    }
    const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(word)!;
    const key = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const next = words[at + 1];
    const stands = value ?? (next === undefined || next.startsWith('--') ? 'true' : next);
    if (value === undefined && stands === next) at += 1;
    given[key] = key in given ? [given[key]!, stands].flat() : stands;
  }
  return { ...(of !== undefined && { of }), given };
}
