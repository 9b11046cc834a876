// Our own scalar types: moments, durations and free JSON.
import type { ValueNode } from 'graphql';
import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';
import { isBelievable } from '../../connectors/records.ts';
import { formatDuration } from '../../src/base/time/duration.ts';

const MOMENT = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$/;

function parseMoment(value: unknown, node?: ValueNode): Date {
  const moment = typeof value === 'string' && MOMENT.test(value) ? new Date(value) : null;
  // A day like 31 February would silently become another one.
  const shifted = moment && !dayExists(value as string);
  if (!moment || shifted || Number.isNaN(moment.getTime())) {
    throw invalid(`A DateTime looks like 2026-01-31T09:30:00Z, with its offset; ${show(value)} does not.`, node);
  }
  return moment;
}

function dayExists(text: string): boolean {
  const day = text.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) ?? false;
}

export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description:
    'A moment as an RFC 3339 date-time with offset, such as 2026-01-31T09:30:00Z. Given back in UTC, to the millisecond. Taken from 1900 to ten years ahead.',
  extensions: { problemOf: beyondBelief },
  serialize: value => (value instanceof Date ? value.toISOString() : (value as string)),
  parseValue: value => parseMoment(value),
  parseLiteral: node => parseMoment(textOf(node), node),
});

export const CalendarDate = new GraphQLScalarType<string, string>({
  name: 'Date',
  description:
    'A calendar day as YYYY-MM-DD, such as 2026-01-31. It has no time zone of its own. Taken from 1900 to ten years ahead.',
  extensions: { problemOf: beyondBelief },
  serialize: value => value as string,
  parseValue: value => parseDay(value),
  parseLiteral: node => parseDay(textOf(node), node),
});

function parseDay(value: unknown, node?: ValueNode): string {
  const shaped = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
  if (shaped && dayExists(value)) return value;
  throw invalid(`A Date looks like 2026-01-31 and is a day of the calendar; ${show(value)} is not.`, node);
}

/** A moment or day that no data can be of. What is no moment at all is refused when it is parsed. */
function beyondBelief(value: unknown): string | null {
  const moment = typeof value === 'string' ? new Date(value) : null;
  if (moment === null || Number.isNaN(moment.getTime()) || isBelievable(moment)) return null;
  return `is ${value}; moments are taken from 1900 to ten years ahead.`;
}

const DURATION =
  /^P(?=[\dT])(?:(\d+)W|(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?)$/;
const MAX_DURATION = 60;
const MAX_YEARS = 100;
/** How many of each part fit a year, at the least. */
const PER_YEAR: readonly number[] = [52, 1, 12, 365, 365 * 24, 365 * 24 * 60, 365 * 24 * 3600];

function parseDuration(value: unknown, node?: ValueNode): string {
  const parts = typeof value === 'string' && value.length <= MAX_DURATION ? DURATION.exec(value) : null;
  if (!parts) throw invalid(`A Duration looks like PT15M, P1D or P4W; ${show(value)} does not.`, node);
  const years = PER_YEAR.reduce((sum, many, at) => sum + Number(parts[at + 1] ?? 0) / many, 0);
  // Counted back from now it would leave the calendar that moments are taken from.
  if (years > MAX_YEARS) throw invalid(`A Duration has at most ${MAX_YEARS} years; ${show(value)} has more.`, node);
  return value as string;
}

export const Duration = new GraphQLScalarType<string, string>({
  name: 'Duration',
  description:
    'A length of time in ISO 8601, such as PT15M (fifteen minutes), P1D (a day) or P4W (four weeks); at most 100 years.',
  serialize: value => (typeof value === 'number' ? formatDuration(value) : (value as string)),
  parseValue: value => parseDuration(value),
  parseLiteral: node => parseDuration(textOf(node), node),
});

export const Json = new GraphQLScalarType({
  name: 'JSON',
  description:
    'Any JSON value: an object, list, text, number, true, false or null. For what only the source defines: custom attributes, raw records, settings.',
  parseValue: value => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

function textOf(node: ValueNode): unknown {
  return node.kind === Kind.STRING ? node.value : undefined;
}

const SHOWN = 60;

function show(value: unknown): string {
  if (value === undefined) return 'this value';
  const text = JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function invalid(message: string, node?: ValueNode): GraphQLError {
  return new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
}
