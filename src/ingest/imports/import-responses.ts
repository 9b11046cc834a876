// Survey answers from a file: found out what is what, then taken batch by batch in constant memory.
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Context } from '../../base/context/context.ts';
import { tryOut } from '../../base/database/try-out.ts';
import { badInput } from '../../base/errors.ts';
import { lacksOffset } from '../../base/time/moment.ts';
import { recordSurveyResponses } from '../recording/record-survey-responses.ts';
import { type Batch, batches, type Item, prefetch } from './batches.ts';
import { FIELDS } from './fields.ts';
import { columnOf, type Mapping, mapColumns, parsePairs } from './mapping.ts';
import { checkTimeZone } from './moment.ts';
import { openSource } from './open-source.ts';
import { type AskedSurvey, loadAsked } from './questions.ts';
import { openRejects, type Rejects } from './rejects.ts';
import type { Row, Source } from './source.ts';
import { converter } from './to-response.ts';

export interface ImportOptions {
  readonly file: string;
  /** "csv" or "ndjson"; else the file's ending tells. */
  readonly format?: string;
  /** Key of the survey of lines that name none. */
  readonly survey?: string;
  /** "field=Header" each. */
  readonly map?: readonly string[];
  /** IANA name, for dates without an offset. */
  readonly timeZone?: string;
  /** Looks at all lines and keeps nothing. */
  readonly dryRun?: boolean;
  /** Where lines go that are not taken; `FILE.rejects.csv` when not said. */
  readonly rejects?: string;
}

export interface ImportCounts {
  readonly read: number;
  readonly accepted: number;
  /** Here already, with the same content. */
  readonly unchanged: number;
  readonly rejected: number;
}

export interface ImportWatch {
  /** Before the first line: which column is which field, and which are none. */
  onMapping?(mapping: Mapping, unused: readonly string[]): void;
  /** After each batch. `bytes` of `totalBytes` of the file were read. */
  onProgress?(counts: ImportCounts, bytes: number, totalBytes: number): void;
  /** Stops after the batch at hand. */
  readonly signal?: AbortSignal;
}

export interface ImportResult extends ImportCounts {
  readonly rejectsFile: string;
  readonly mapping: Mapping;
  /** False when the signal stopped it. */
  readonly complete: boolean;
}

/**
 * Idempotent by the column `id`; without one equal lines are one answer. Throws BAD_USER_INPUT before anything is written
 * when the file, a column, a survey or a question is not what it should be; what is wrong with single lines goes to the
 * rejects.
 */
export async function importResponses(
  ctx: Context,
  options: ImportOptions,
  watch: ImportWatch = {},
): Promise<ImportResult> {
  const rejectsFile = options.rejects ?? `${options.file}.rejects.csv`;
  if (resolve(rejectsFile) === resolve(options.file))
    throw badInput('rejects', 'The rejects need a file of their own.');
  if (options.timeZone !== undefined) checkTimeZone(options.timeZone);
  const source = await openSource(options.file, options.format);
  const { columns, mapping, more } = await mapSource(ctx, source, options);
  await checkDates(source, columns, mapping, more, options);
  const used = new Set(mapping.values());
  watch.onMapping?.(
    mapping,
    source.columns.filter(column => !used.has(column)),
  );
  const convert = converter(mapping, columns, options.survey ?? null, options.timeZone ?? null);
  const rejects = openRejects(rejectsFile, source.originals);
  const counts = { read: 0, accepted: 0, unchanged: 0, rejected: 0 };
  const { size } = await stat(options.file);
  let bytes = 0;
  let complete = true;
  const coming = batches(
    source.rows(more, read => (bytes = read)),
    convert,
  );
  try {
    for await (const batch of prefetch(coming)) {
      await takeInto(ctx, batch, counts, rejects, options.dryRun === true);
      watch.onProgress?.({ ...counts }, bytes, size);
      if (watch.signal?.aborted) {
        complete = false;
        break;
      }
    }
  } finally {
    await rejects.close();
  }
  return { ...counts, rejectsFile, mapping, complete };
}

async function takeInto(
  ctx: Context,
  { items, bad, read }: Batch,
  counts: { -readonly [K in keyof ImportCounts]: number },
  rejects: Rejects,
  dryRun: boolean,
): Promise<void> {
  const inputs = items.map(item => item.input);
  // On the path of the mutation, whichever it is.
  const result = dryRun
    ? await tryOut(ctx.sql, tx => recordSurveyResponses({ ...ctx, sql: tx }, inputs))
    : await recordSurveyResponses(ctx, inputs);
  const refused = result.rejected.flatMap(({ index, message }) => {
    const { input, rows } = items[index]!;
    return rows.map(row => ({ row, reason: inColumns(message, input) }));
  });
  const all = [...bad, ...refused].sort((a, b) => a.row.line - b.row.line);
  for (const { row, reason } of all) rejects.add(row.line, reason, row.original);
  await rejects.flush();
  counts.read += read;
  counts.accepted += result.accepted;
  counts.rejected += all.length;
  counts.unchanged += read - result.accepted - all.length;
}

/** An answer has no place in a line, but a column. */
function inColumns(message: string, { answers }: Item['input']): string {
  return message.replace(/^answers\[(\d+)\]\.(score|text)/, (_, place: string, part: string) => {
    const field = part === 'score' ? 'answer' : 'text';
    return `${field}.${answers[Number(place)]?.question}`;
  });
}

async function mapSource(ctx: Context, source: Source, options: ImportOptions) {
  const pairs = options.map ?? [];
  // Names that the first lines do not have may come later.
  const stated = source.open ? pairs.map(pair => pair.slice(pair.indexOf('=') + 1).trim()) : [];
  const known = unique([...source.columns, ...stated.filter(header => header !== '')]);
  const given = parsePairs(pairs, known);
  const column = columnOf('survey', given, source.columns);
  const keys = column === null ? [] : await surveysIn(source, column);
  const surveys = await loadAsked(ctx, unique(options.survey === undefined ? keys : [options.survey, ...keys]));
  if (surveys.length === 0)
    throw badInput('survey', 'Say which survey was answered: --survey KEY, or a column with --map survey=Header.');
  const late = source.open ? [...LATE, ...fieldsOf(surveys)] : [];
  const mapping = mapColumns(given, known, surveys, late);
  const columns = unique([...known, ...late]);
  return { columns, mapping, more: columns.slice(source.columns.length) };
}

/** What a line may do without. */
const LATE = FIELDS.filter(field => field !== 'id' && field !== 'survey' && field !== 'respondedAt');

const unique = (names: readonly string[]) => [...new Set(names)];

const fieldsOf = (surveys: readonly AskedSurvey[]) =>
  surveys.flatMap(survey => survey.questions.flatMap(({ key }) => [`answer.${key}`, `text.${key}`]));

/** Which surveys the lines name: told apart before the first is taken. */
async function surveysIn(source: Source, column: string): Promise<string[]> {
  const at = source.columns.indexOf(column);
  const keys = new Set<string>();
  for await (const row of source.rows()) {
    const key = row.problem === null ? row.cells[at]!.trim() : '';
    if (key !== '') keys.add(key);
    if (keys.size > MOST_SURVEYS)
      throw badInput('map', `The column "${column}" names more than ${MOST_SURVEYS} surveys. Is it the right one?`);
  }
  return [...keys];
}

const MOST_SURVEYS = 1_000;
/** Lines that tell whether dates have an offset. */
const SAMPLE = 1_000;

async function checkDates(
  source: Source,
  columns: readonly string[],
  mapping: Mapping,
  more: readonly string[],
  options: ImportOptions,
): Promise<void> {
  if (options.timeZone !== undefined) return;
  const at = columns.indexOf(mapping.get('respondedAt')!);
  let looked = 0;
  for await (const row of source.rows(more)) {
    if (row.problem === null && lacksOffset(row.cells[at]!)) throw badInput('timeZone', withoutOffset(row, at));
    if (++looked === SAMPLE) return;
  }
}

function withoutOffset({ line, cells }: Row, at: number): string {
  return `Line ${line}: "${cells[at]}" has no offset. Say in which zone the dates are: --time-zone Europe/Berlin.`;
}
