// The page on metrics says what the dictionary says, and its examples are right.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFINITIONS, definitionOf } from '../../../../src/derive/metrics/definitions.ts';
import { CUSTOMER_KINDS, FACT_KINDS, FIGURE_KINDS, type Kind } from '../../../../src/derive/metrics/kinds.ts';
import {
  type MetricDefinition,
  type MetricName,
  type States,
  statesOf,
} from '../../../../src/derive/metrics/metric.ts';
import { EMPTY, type State } from '../../../../src/derive/metrics/state.ts';

const page = readFileSync(new URL('../../../../src/derive/metrics/README.md', import.meta.url), 'utf8');
const dictionary = page.slice(page.indexOf('## The dictionary'));
const sections = new Map(
  dictionary
    .split('\n### ')
    .slice(1)
    .map(text => [text.slice(0, text.indexOf('\n')), text.trim().split('\n')]),
);
const ALL = DEFINITIONS.map((definition): [string, MetricDefinition] => [definition.metric, definition]);

/** What the words of a definition say where its interval is made so. */
const METHODS: Readonly<Record<string, RegExp>> = {
  'Adjusted-Wald': /^Adjusted-Wald:/,
  Wilson: /Wilson score interval of the share.*N−1 two-proportion test/,
  'Student, by medians': /^Student’s t interval.*compared by their medians/,
  Student: /^Student’s t interval.*Welch/,
  Poisson: /Garwood’s exact Poisson.*conditional binomial/,
  'Compound Poisson': /compound Poisson/,
  'Delta method': /^Delta method/,
  'Wilson and Poisson': /Wilson interval, the number of those who returned Garwood’s Poisson interval/,
};

/** "NPS: n 100, positive 50; CASE: n 3, bins 1×2 0×1; 31 days" */
function statesIn(text: string): States {
  let days = 30;
  const states = new Map<Kind, State>();
  for (const part of text.split('; ')) {
    const [kind, figures] = part.split(': ') as [Kind, string | undefined];
    if (figures === undefined) {
      days = Number(/^(\d+) days$/.exec(part)![1]);
      continue;
    }
    const given = figures.split(', ').map(figure => figure.split(' '));
    const counts = given.filter(([name]) => name !== 'bins').map(([name, value]) => [name!, Number(value)] as const);
    const bins = given.find(([name]) => name === 'bins')?.slice(1) ?? [];
    const perBin = bins.map(bin => bin.split('×').map(Number) as [number, number]);
    states.set(kind, { ...EMPTY, ...Object.fromEntries(counts), bins: new Map(perBin) });
  }
  return statesOf(states, days);
}

const number = (value: number | null, none = '') =>
  value === null ? none : String(Math.round(value * 100) / 100).replace('-', '−');

function rangeText({ min, max }: MetricDefinition): string {
  if (min === null && max === null) return '';
  return `, ${number(min, 'no lower end')} to ${number(max, 'no upper end')}`;
}

describe('the page', () => {
  it('has a section for every metric, in the order of the dictionary, and for no other', () => {
    expect([...sections.keys()]).toEqual(DEFINITIONS.map(({ metric }) => metric));
  });

  it.each(ALL)('says of %s what its definition says', (metric, definition) => {
    const [, , name, , ...lines] = sections.get(metric)!;
    const { formula, kinds, told, unit, higherIsBetter, interval, terms, measure } = definition;
    const [method] = Object.entries(METHODS).find(([, words]) => words.test(interval)) ?? ['none'];
    expect([name, ...lines.slice(0, -1)]).toEqual([
      `${definition.name}.`,
      `- Formula: ${formula}`,
      `- Made of: ${kinds.join(', ')}`,
      ...(told ? [`- A share of: ${told.of}`] : []),
      `- Unit: ${unit}${rangeText(definition)}; ${higherIsBetter ? 'higher' : 'lower'} is better`,
      `- Interval and comparison: ${method}`,
      `- In an index: ${terms ? 'by customer' : 'with an error of its own'}; as a driver: ${measure ? 'yes' : 'no'}`,
    ]);
    expect(page).toContain(`- **${method}**, for`);
  });

  it.each(ALL)('has an example of %s that is right', (metric, definition) => {
    const [, states, value, low, high] = /^- Worked example: `(.+)` → (\S+), from (\S+) to (\S+)$/.exec(
      sections.get(metric)!.at(-1)!,
    )!;
    const found = definition.evaluate(statesIn(states!), 0.95);
    expect([found.value, found.interval!.low, found.interval!.high].map(each => number(each))).toEqual([
      value,
      low,
      high,
    ]);
    expect(definition.kinds.filter(kind => !states!.includes(`${kind}: `))).toEqual([]);
  });

  it('compares as it says', () => {
    const examples = [...page.matchAll(/`([A-Z]+)(: [^`]+)` against\s+`([^`]+)`\s+has\s+p = ([\d.]+\d)/g)];
    expect(examples.length).toBe(3);
    for (const [, metric, rest, other, p] of examples) {
      const found = definitionOf(metric as MetricName).compare(statesIn(`${metric}${rest}`), statesIn(other!));
      expect(found!.toFixed(3)).toBe(p);
    }
  });

  it('explains every kind that metrics are made of', () => {
    const table = page.slice(page.indexOf('### What is counted'), page.indexOf('## Intervals'));
    const missing = [...FACT_KINDS, ...CUSTOMER_KINDS].filter(kind => !table.includes(`\`${kind}\``));
    expect(missing).toEqual([]);
    const used = new Set(DEFINITIONS.flatMap(({ kinds }): readonly Kind[] => kinds));
    const figures = FIGURE_KINDS.filter(kind => used.has(kind));
    expect(figures.filter(kind => !page.includes(`\`${kind}\``))).toEqual([]);
  });
});
