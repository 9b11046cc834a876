// NDJSON as rows: one JSON object a line, flat or nested; also in the shape that the mutation recordSurveyResponses takes.
import { badInput } from '../../base/errors.ts';
import { type FileLine, fileLines, TOO_LONG } from './file-lines.ts';
import { NOT_UTF8, type Row, type Source } from './source.ts';

/** Lines that tell which names there are. */
const SAMPLE = 1_000;

/** Throws BAD_USER_INPUT when no line near the beginning is a JSON object. */
export async function openNdjson(file: string): Promise<Source> {
  const names = new Set<string>();
  let read = 0;
  for await (const { text } of fileLines(file)) {
    for (const name of (flatten(text) ?? new Map()).keys()) names.add(name);
    if (++read === SAMPLE) break;
  }
  if (names.size === 0) throw badInput('file', `${file} is not NDJSON: each line must be a JSON object.`);
  const columns = [...names];
  return {
    columns,
    originals: ['record'],
    open: true,
    async *rows(more = [], onBytes) {
      const wanted = [...columns, ...more];
      for await (const line of fileLines(file, onBytes)) if (line.text.trim() !== '') yield rowOf(line, wanted);
    },
  };
}

function rowOf({ number: line, text, cut }: FileLine, wanted: readonly string[]): Row {
  const values = cut ? null : flatten(text);
  let problem: string | null = null;
  if (cut) problem = TOO_LONG;
  else if (values === null) problem = 'It is not a JSON object.';
  else if (text.includes('\ufffd')) problem = NOT_UTF8;
  return { line, cells: wanted.map(name => values?.get(name) ?? ''), problem, original: [text] };
}

/** Values by name, nested ones by dotted name. Null when the text is no JSON object. */
function flatten(text: string): Map<string, string> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const into = new Map<string, string>();
    collect(value as Record<string, unknown>, '', into);
    return into;
  } catch {
    return null;
  }
}

function collect(value: Record<string, unknown>, prefix: string, into: Map<string, string>): void {
  for (const [key, item] of Object.entries(value)) {
    const name = prefix + key;
    if (name === 'answers' && Array.isArray(item)) collectAnswers(item, into);
    else if (isExternal(name, item)) into.set(name, `${item.source}:${item.object}/${item.id}`);
    else if (typeof item === 'object' && item !== null && !Array.isArray(item))
      collect(item as Record<string, unknown>, `${name}.`, into);
    else if (item !== null && item !== undefined)
      into.set(name, typeof item === 'string' ? item : JSON.stringify(item));
  }
}

function collectAnswers(answers: readonly unknown[], into: Map<string, string>): void {
  for (const answer of answers) {
    if (typeof answer !== 'object' || answer === null) continue;
    const { question, score, text } = answer as { question?: unknown; score?: unknown; text?: unknown };
    if (score !== null && score !== undefined) into.set(`answer.${question}`, String(score));
    if (text !== null && text !== undefined) into.set(`text.${question}`, String(text));
  }
}

function isExternal(name: string, item: unknown): item is { source: string; object: string; id: string } {
  return name === 'customer.external' && typeof item === 'object' && item !== null && 'source' in item;
}
