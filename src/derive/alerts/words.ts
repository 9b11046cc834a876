// Pure: figures, days and filters in plain English.
import type { MetricFilter, TraitValues } from '../metrics/filter.ts';
import type { JourneyStageRef } from '../metrics/memberships.ts';
import type { MetricName, MetricUnit } from '../metrics/metric.ts';
import type { CalendarBucket } from './buckets.ts';

/** How figures of one kind are written. */
export interface Unit {
  readonly kind: MetricUnit;
  /** The currency or scale. */
  readonly of: string | null;
}

/** In seconds, largest first. */
const UNITS = [
  { name: 'd', size: 86_400 },
  { name: 'h', size: 3_600 },
  { name: 'min', size: 60 },
  { name: 's', size: 1 },
];

/** With so many digits behind the point; lengths of time with seconds once there are any. */
export function figureText(value: number, unit: Unit, digits = 1): string {
  switch (unit.kind) {
    case 'PERCENT':
      return `${decimal(value, digits)} %`;
    case 'POINTS':
    case 'COUNT':
      return decimal(value, digits);
    case 'SECONDS':
      return timeText(value, digits);
    case 'CURRENCY':
      return [decimal(value, digits + 1), unit.of].filter(Boolean).join(' ');
    case 'RATIO':
    case 'SCORE':
      return decimal(value, digits + 1);
  }
}

/** How far apart two figures are: a share of 85 % is 5 percentage points below one of 90 %. */
export function differenceText(value: number, unit: Unit, digits = 1): string {
  if (unit.kind === 'PERCENT') return `${decimal(value, digits)} percentage points`;
  return unit.kind === 'POINTS' ? `${decimal(value, digits)} points` : figureText(value, unit, digits);
}

function decimal(value: number, digits: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: digits, signDisplay: 'negative' });
}

/** Its two largest units; the more digits are asked for, the more of them. */
function timeText(seconds: number, digits: number): string {
  const units = UNITS.filter(({ size }) => size === 1 || Math.abs(seconds) >= size).slice(0, digits + 1);
  const { size: smallest } = units.at(-1)!;
  // Below a minute there is room for parts of a second.
  const step = units.length === 1 ? 10 ** -digits : smallest;
  let rest = Math.round(Math.abs(seconds) / step) * step;
  const parts = units.map(({ name, size }) => {
    const count = size === smallest ? rest / size : Math.floor(rest / size);
    rest -= count * size;
    return { name, count };
  });
  const told = parts.filter(({ count }, at) => at === 0 || count > 0);
  const sign = seconds < 0 ? '-' : '';
  return sign + told.map(({ name, count }) => `${decimal(count, digits)} ${name}`).join(' ');
}

/** Enough digits to tell the figures apart, where they differ at all. */
export function digitsToTell(a: number, b: number, unit: Unit): number {
  const enough = [1, 2, 3].find(digits => figureText(a, unit, digits) !== figureText(b, unit, digits));
  return a === b ? 1 : (enough ?? 4);
}

/** A bucket after its preposition: "in October 2026", "on 3 October 2026". */
export function bucketText({ every, start, isOver }: CalendarBucket): string {
  const date = new Date(`${start}T00:00:00Z`);
  const of = (options: Intl.DateTimeFormatOptions) => date.toLocaleDateString('en-GB', { ...options, timeZone: 'UTC' });
  const day = of({ day: 'numeric', month: 'long', year: 'numeric' });
  const texts = {
    DAY: `on ${day}`,
    WEEK: `in the week of ${day}`,
    MONTH: `in ${of({ month: 'long', year: 'numeric' })}`,
    QUARTER: `in the ${['first', 'second', 'third', 'fourth'][Math.floor(date.getUTCMonth() / 3)]} quarter of ${of({ year: 'numeric' })}`,
    YEAR: `in ${of({ year: 'numeric' })}`,
  };
  return isOver ? texts[every] : `${texts[every]} so far`;
}

/** Such as "3 October 2026, 09:05 UTC". */
export function momentText(moment: Date): string {
  const day = moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return `${day}, ${moment.toISOString().slice(11, 16)} UTC`;
}

const ACRONYMS = ['NPS', 'CSAT', 'CES'];

/** CSAT_MEAN as "CSAT mean". */
export function metricText(metric: MetricName): string {
  const words = metric.split('_').map((word, at) => {
    if (ACRONYMS.includes(word)) return word;
    return at === 0 ? word.charAt(0) + word.slice(1).toLowerCase() : word.toLowerCase();
  });
  return words.join(' ');
}

const FIELDS: Readonly<Record<keyof MetricFilter, string>> = {
  survey: 'survey',
  surveyKind: 'survey kind',
  surveyChannel: 'survey channel',
  channel: 'channel',
  touchpoint: 'touchpoint',
  agent: 'agent',
  casePriority: 'case priority',
  country: 'country',
  language: 'language',
  lifecycleStage: 'lifecycle stage',
  signupCohort: 'sign-up cohort',
  traits: 'trait',
  account: 'account',
  accountIndustry: 'industry',
  accountSize: 'account size',
  source: 'source',
  currency: 'currency',
  scale: 'scale',
  segment: 'segment',
  journey: 'journey',
  journeyStage: 'stage',
};

/** " (channel EMAIL or CHAT, country DE)"; empty without a filter. */
export function filterText(where: MetricFilter | null): string {
  const parts = Object.entries(where ?? {}).map(
    ([name, value]) => `${FIELDS[name as keyof MetricFilter] ?? name} ${conditionText(value)}`,
  );
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

type Condition = string | readonly string[] | readonly TraitValues[] | JourneyStageRef;

function conditionText(value: Condition): string {
  if (typeof value === 'object' && 'stage' in value) return `${value.stage} of journey ${value.journey}`;
  const words = [value].flat().map(one => (typeof one === 'string' ? one : `${one.key} ${conditionText(one.values)}`));
  const areTraits = typeof value === 'object' && typeof value[0] === 'object';
  return words.join(areTraits ? ' and ' : ' or ') || 'none';
}

export function pValueText(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
}
