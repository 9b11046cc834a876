// Every metric by hand: from plain things and people, by the words of its definition.
import type { MetricName } from '../../../src/derive/metrics/metric.ts';
import type { Among, Groups, Item } from './items.ts';
import type { Figure } from './world.ts';

export interface Customer {
  readonly createdAt: number;
  readonly groups: Groups;
  readonly among: Among;
  /** Ascending. */
  readonly purchases: readonly number[];
  readonly referrals: readonly number[];
}
/** What lies within one cell of a report. */
export interface Cell {
  readonly lo: number;
  readonly hi: number;
  readonly start: string;
  readonly end: string;
  /** The moment up to which anything can have happened. */
  readonly now: number;
  readonly items: readonly Item[];
  /** Everybody of this group, whatever they did. */
  readonly customers: readonly Customer[];
  readonly figures: readonly Figure[];
}
export interface Told {
  readonly value: number | null;
  readonly n: number;
  /** Different people behind it, where things and not people are counted. */
  readonly people: number;
  readonly units: readonly string[];
  /** Whose middle and nine of ten are told. */
  readonly spread?: readonly number[];
  readonly scores?: readonly number[];
  /** By how much people who come more than once widen its variance; absent where it is not made of people's things. */
  readonly effect?: number;
  readonly coverage?: number | null;
}

const DAY = 86_400_000;
const ACTIVE = 365 * DAY;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const people = (items: readonly Item[]) => new Set(items.map(item => item.who)).size;
const units = (items: readonly Item[]) => [...new Set(items.map(item => item.unit))].filter(Boolean);
const of = (cell: Cell, what: string) => cell.items.filter(item => item.what === what);
const ratio = (a: number, b: number) => (b === 0 ? null : a / b);

type Rule = (cell: Cell) => Told;
/** What one thing counts for. */
type Each = (item: Item) => number;

/**
 * The variance of a mean (or a mean of means) when all that one person did is taken together, over its variance when each
 * thing is taken for another person's. Where nothing varies, each person counts as one thing.
 */
function effect(parts: readonly (readonly Item[])[], each: Each): number {
  const own = new Map<Item['who'], number>();
  let apart = 0;
  for (const items of parts) {
    const average = sum(items.map(each)) / items.length;
    const spread = sum(items.map(item => (each(item) - average) ** 2));
    if (items.length > 1 && spread > 1e-9) apart += spread / (items.length - 1) / items.length;
    for (const item of items) own.set(item.who, (own.get(item.who) ?? 0) + (each(item) - average) / items.length);
  }
  const together = (sum([...own.values()].map(z => z * z)) * own.size) / (own.size - 1);
  if (apart > 0 && own.size > 1) return Math.max(1, together / apart);
  const crowding = parts.map(items => {
    const times = [...new Set(items.map(item => item.who))].map(who => items.filter(item => item.who === who).length);
    return sum(times.map(m => m * m)) / items.length;
  });
  return Math.max(1, ...crowding.filter(Number.isFinite));
}

const value: Each = item => item.value;
const verdict: Each = item => (item.verdict === 'good' ? 1 : item.verdict === 'bad' ? -1 : 0);
const isGood: Each = item => Number(item.verdict === 'good');

const answers =
  (what: string, figure: (items: readonly Item[]) => number | null, oneScale = false): Rule =>
  cell => {
    const items = of(cell, what);
    return {
      effect: effect([items], figure === net ? verdict : figure === good ? isGood : value),
      value: figure(items),
      n: items.length,
      people: people(items),
      units: oneScale ? units(items) : [],
      scores: items.map(item => item.value),
    };
  };
const share = (items: readonly Item[], yes: (item: Item) => boolean) =>
  ratio(100 * items.filter(yes).length, items.length);
const good = (items: readonly Item[]) => share(items, item => item.verdict === 'good');
const mean = (items: readonly Item[]) => ratio(sum(items.map(item => item.value)), items.length);
const net = (items: readonly Item[]) =>
  items.length === 0 ? null : good(items)! - share(items, item => item.verdict === 'bad')!;

const durations =
  (what: string): Rule =>
  cell => {
    const items = of(cell, what);
    return {
      value: mean(items),
      n: items.length,
      people: people(items),
      units: [],
      effect: effect([items], value),
      spread: items.map(item => item.value),
    };
  };
const shareOf =
  (what: string, yes: (item: Item) => boolean): Rule =>
  cell => {
    const items = of(cell, what);
    return {
      effect: effect([items], item => Number(yes(item))),
      value: share(items, yes),
      n: items.length,
      people: people(items),
      units: [],
    };
  };
const money =
  (figure: (items: readonly Item[]) => number | null, spread: boolean): Rule =>
  cell => {
    const items = of(cell, 'PURCHASE');
    const told = { value: figure(items), n: items.length, people: people(items), units: units(items) };
    return spread ? { ...told, effect: effect([items], value), spread: items.map(item => item.value) } : told;
  };

const end = (cell: Cell) => Math.min(cell.hi, cell.now);
/** The latest purchase before that moment is at most 365 days old. */
const activeAt = (moment: number) => (customer: Customer) => {
  const latest = customer.purchases.filter(at => at < moment).at(-1);
  return latest !== undefined && moment - latest <= ACTIVE;
};
const within = (cell: Cell) => (at: number) => at >= cell.lo && at < end(cell);
const isNew = (cell: Cell) => (customer: Customer) => customer.purchases.slice(0, 1).some(within(cell));
const bought = (cell: Cell) =>
  cell.customers.map(customer => customer.purchases.filter(within(cell)).length).filter(Boolean);
/** A period that has not begun has no customers. */
const begun = (cell: Cell) => (cell.lo < cell.now ? cell.customers : []);
const atStart = (cell: Cell) => begun(cell).filter(activeAt(cell.lo));
const atEnd = (cell: Cell) => begun(cell).filter(activeAt(end(cell)));

const counted = (value: number | null, n: number): Told => ({ value, n, people: n, units: [] });

function spend(cell: Cell): { amount: number; units: string[] } | null {
  const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY + 1;
  const parts = cell.figures
    .filter(figure => figure.figure === 'ACQUISITION_SPEND' && figure.from <= cell.end && figure.to >= cell.start)
    .map(({ from, to, amount, currency }) => {
      const common = days(from > cell.start ? from : cell.start, to < cell.end ? to : cell.end);
      return { amount: (amount * common) / days(from, to), currency };
    });
  if (parts.length === 0) return null;
  return { amount: sum(parts.map(part => part.amount)), units: [...new Set(parts.map(part => part.currency!))] };
}

const lifetime: Rule = cell => {
  const purchases = of(cell, 'PURCHASE');
  const buys = bought(cell);
  const [before, after] = [atStart(cell), atEnd(cell)];
  const lost = before.filter(customer => !activeAt(end(cell))(customer)).length;
  const years = (end(cell) - cell.lo) / DAY / 365;
  const n = Math.min(purchases.length, buys.length, before.length);
  const told = { n, people: people(purchases), units: units(purchases) };
  if (n === 0 || lost === 0) return { ...told, value: null };
  const perYear = sum(buys) / ((before.length + after.length) / 2) / years;
  const lostPerYear = 1 - (1 - lost / before.length) ** (1 / years);
  return { ...told, value: (mean(purchases)! * perYear) / lostPerYear };
};

/** Of what there was to measure, the share that was: what counts as measured, where not all is. */
const MEASURED: Partial<Record<MetricName, [what: string, counts?: (item: Item) => boolean]>> = {
  SENTIMENT: ['SENTIMENT'],
  RESPONSE_RATE: ['INVITATION', item => item.status === 'COMPLETED'],
  FIRST_RESPONSE_TIME: ['FIRST_RESPONSE'],
  RESOLUTION_TIME: ['RESOLUTION'],
  HANDLE_TIME: ['HANDLE'],
  BUSINESS_FIRST_RESPONSE_TIME: ['BUSINESS_FIRST_RESPONSE'],
  BUSINESS_RESOLUTION_TIME: ['BUSINESS_RESOLUTION'],
  BUSINESS_HANDLE_TIME: ['BUSINESS_HANDLE'],
  FIRST_CONTACT_RESOLUTION: ['FIRST_CONTACT'],
  REOPEN_RATE: ['REOPENING'],
  AVERAGE_ORDER_VALUE: ['PURCHASE'],
  REVENUE: ['PURCHASE'],
};

export function coverageOf(metric: MetricName, cell: Cell, n: number): number | null {
  const [what, counts = () => true] = MEASURED[metric] ?? [];
  if (!what) return n > 0 ? 1 : null;
  const measured = of(cell, what).filter(counts).length;
  if (measured === 0 && what.startsWith('BUSINESS_')) return null;
  return ratio(measured, measured + of(cell, `UNTOLD_${what.replace('BUSINESS_', '')}`).length);
}

export const RULES: Readonly<Record<MetricName, Rule>> = {
  NPS: answers('NPS', net),
  CSAT: answers('CSAT', good),
  CSAT_MEAN: answers('CSAT', mean, true),
  CES: answers('CES', good),
  CES_MEAN: answers('CES', mean, true),
  EFFECTIVENESS: answers('EFFECTIVENESS', net, true),
  EASE: answers('EASE', net, true),
  EMOTION: answers('EMOTION', net, true),
  EXPERIENCE_RATING: cell => {
    const parts = ['EFFECTIVENESS', 'EASE', 'EMOTION'].map(part => of(cell, part));
    const nets = parts.map(net);
    return {
      effect: effect(parts, verdict),
      value: nets.some(value => value === null) ? null : sum(nets as number[]) / 3,
      n: Math.min(...parts.map(items => items.length)),
      people: Math.min(...parts.map(people)),
      units: units(parts.flat()),
    };
  },
  QUALITY: answers('QUALITY', good),
  EXPECTATIONS_MEAN: answers('EXPECTATIONS', mean, true),
  IDEAL_MEAN: answers('IDEAL', mean, true),
  EMPLOYEE_ENGAGEMENT: answers('EMPLOYEE_ENGAGEMENT', good),
  SENTIMENT: answers('SENTIMENT', mean),
  RESPONSE_RATE: shareOf('INVITATION', item => item.status === 'COMPLETED'),
  FIRST_RESPONSE_TIME: durations('FIRST_RESPONSE'),
  RESOLUTION_TIME: durations('RESOLUTION'),
  HANDLE_TIME: durations('HANDLE'),
  BUSINESS_FIRST_RESPONSE_TIME: durations('BUSINESS_FIRST_RESPONSE'),
  BUSINESS_RESOLUTION_TIME: durations('BUSINESS_RESOLUTION'),
  BUSINESS_HANDLE_TIME: durations('BUSINESS_HANDLE'),
  FIRST_CONTACT_RESOLUTION: shareOf('FIRST_CONTACT', item => item.contacts! <= 1 && !item.reopened),
  REOPEN_RATE: shareOf('REOPENING', item => item.reopened === true),
  CASE_VOLUME: cell => {
    const items = of(cell, 'CASE');
    return { value: items.length || null, n: items.length, people: people(items), units: [] };
  },
  CUSTOMER_COUNT: cell => counted(atEnd(cell).length || null, atEnd(cell).length),
  CHURN_RATE: cell => {
    const start = atStart(cell);
    const lost = start.filter(customer => !activeAt(end(cell))(customer));
    return counted(ratio(100 * lost.length, start.length), start.length);
  },
  RETENTION_RATE: cell => {
    const kept = atEnd(cell).filter(customer => !isNew(cell)(customer));
    return counted(ratio(100 * kept.length, atStart(cell).length), atStart(cell).length);
  },
  REPEAT_PURCHASE_RATE: cell => {
    const buys = bought(cell);
    return counted(ratio(100 * buys.filter(times => times >= 2).length, buys.length), buys.length);
  },
  PURCHASE_FREQUENCY: cell => counted(ratio(sum(bought(cell)), bought(cell).length), bought(cell).length),
  AVERAGE_ORDER_VALUE: money(mean, true),
  REVENUE: money(items => (items.length === 0 ? null : sum(items.map(item => item.value))), false),
  CUSTOMER_LIFETIME_VALUE: lifetime,
  REFERRAL_RATE: cell => {
    const known = begun(cell).filter(customer => customer.createdAt < end(cell));
    const referred = known.filter(customer => customer.referrals.some(within(cell)));
    return counted(ratio(100 * referred.length, known.length), known.length);
  },
  CUSTOMER_ACQUISITION_COST: cell => {
    const gained = begun(cell).filter(isNew(cell)).length;
    const spent = spend(cell);
    return { ...counted(spent ? ratio(spent.amount, gained) : null, gained), units: spent?.units ?? [] };
  },
  MARKET_SHARE: cell => {
    const active = atEnd(cell).length;
    const size = cell.figures
      .filter(figure => figure.figure === 'MARKET_SIZE_CUSTOMERS' && figure.from <= cell.end && figure.to >= cell.end)
      .at(-1);
    return counted(size && active > 0 ? ratio(100 * active, size.amount) : null, active);
  },
};

/** Whether a customer is among those that a kind of customers counts. */
export function isCountedAs(kind: string, cell: Cell): (customer: Customer) => boolean {
  if (cell.lo >= cell.now) return () => false;
  if (kind === 'BUYER') return customer => customer.purchases.some(within(cell));
  if (kind === 'ACTIVE_AT_START') return activeAt(cell.lo);
  // Over more than a year somebody may have come and gone: they are gained all the same.
  if (kind === 'ACTIVE_AT_END') return customer => activeAt(end(cell))(customer) || isNew(cell)(customer);
  return kind === 'REFERRER' ? customer => customer.createdAt < end(cell) : () => false;
}
