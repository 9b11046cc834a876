// Our own scalar types: moments, durations and free JSON.
import type { ValueNode } from 'graphql';
import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';
import { isBelievable } from '../../connectors/records.ts';
import { formatDuration, MAX_YEARS, yearsIn } from '../../src/base/time/duration.ts';
import { isDay, parseMoment } from '../../src/base/time/moment.ts';

function readMoment(value: unknown, node?: ValueNode): Date {
  const moment = typeof value === 'string' ? parseMoment(value) : null;
  if (moment) return moment;
  throw invalid(`A DateTime looks like 2026-01-31T09:30:00Z, with its offset; ${show(value)} does not.`, node);
}

export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description:
    'A moment as an RFC 3339 date-time with offset, such as 2026-01-31T09:30:00Z. Given back in UTC, to the millisecond. Taken from 1900 to ten years ahead.',
  extensions: { problemOf: beyondBelief },
  serialize: value => (value instanceof Date ? value.toISOString() : (value as string)),
  parseValue: value => readMoment(value),
  parseLiteral: node => readMoment(textOf(node), node),
});

export const CalendarDate = new GraphQLScalarType<string, string>({
  name: 'Date',
  description:
    'A calendar day as YYYY-MM-DD, such as 2026-01-31. It has no time zone of its own. Taken from 1900 to ten years ahead.',
  extensions: { problemOf: beyondBelief },
  serialize: value => value as string,
  parseValue: value => readDay(value),
  parseLiteral: node => readDay(textOf(node), node),
});

function readDay(value: unknown, node?: ValueNode): string {
  if (typeof value === 'string' && isDay(value)) return value;
  throw invalid(`A Date looks like 2026-01-31 and is a day of the calendar; ${show(value)} is not.`, node);
}

/** A moment or day that no data can be of. What is no moment at all is refused when it is parsed. */
function beyondBelief(value: unknown): string | null {
  const moment = typeof value === 'string' ? new Date(value) : null;
  if (moment === null || Number.isNaN(moment.getTime()) || isBelievable(moment)) return null;
  return `is ${value}; moments are taken from 1900 to ten years ahead.`;
}

function readDuration(value: unknown, node?: ValueNode): string {
  const years = typeof value === 'string' ? yearsIn(value) : null;
  if (years === null) throw invalid(`A Duration looks like PT15M, P1D or P4W; ${show(value)} does not.`, node);
  if (years > MAX_YEARS) throw invalid(`A Duration has at most ${MAX_YEARS} years; ${show(value)} has more.`, node);
  return value as string;
}

export const Duration = new GraphQLScalarType<string, string>({
  name: 'Duration',
  description:
    'A length of time in ISO 8601, such as PT15M (fifteen minutes), P1D (a day) or P4W (four weeks); at most 100 years.',
  serialize: value => (typeof value === 'number' ? formatDuration(value) : (value as string)),
  parseValue: value => readDuration(value),
  parseLiteral: node => readDuration(textOf(node), node),
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
