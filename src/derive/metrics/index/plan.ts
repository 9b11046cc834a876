// Pure: what has to be read for an index in a report, and which of its components the report cannot have.
import { UserError } from '../../../base/errors.ts';
import type { PlacedTerm } from '../clusters/influence.ts';
import { definitionOf } from '../definitions.ts';
import type { MetricFilter, NarrowedFilter } from '../filter.ts';
import type { Kind } from '../kinds.ts';
import type { MetricDefinition } from '../metric.ts';
import { checkDimensions, type Layout } from '../request.ts';
import type { IndexComponent, IndexDefinition } from './definition.ts';
import { COVERAGE_FLOOR } from './evaluate.ts';
import { bothWhere, whereKey } from './where.ts';

/** Kinds that are counted under one filter. */
export interface Reading {
  readonly where: NarrowedFilter;
  readonly kinds: readonly Kind[];
}

export interface Part {
  readonly component: IndexComponent;
  readonly definition: MetricDefinition;
  /** Which reading it is counted in; null when it has nothing in this report. */
  readonly reading: number | null;
}

export interface IndexPlan {
  readonly definition: IndexDefinition;
  readonly parts: readonly Part[];
  readonly readings: readonly Reading[];
  readonly terms: readonly PlacedTerm[];
}

/**
 * A metric of customers has no channels, and cases have no survey: such components are missing from the report, as if
 * they had no data. @throws UserError BAD_USER_INPUT when too much of the index would be missing everywhere.
 */
export function planIndex(definition: IndexDefinition, { by, where }: Pick<Layout, 'by' | 'where'>): IndexPlan {
  const readings = new Map<string, { where: NarrowedFilter; kinds: Set<Kind>; place: number }>();
  const refused: UserError[] = [];
  let [lost, total] = [0, 0];
  const parts = definition.components.map((component): Part => {
    const metric = definitionOf(component.metric);
    const part = { component, definition: metric };
    total += component.weight;
    const both = bothWhere(component.where, where);
    const refusal = refusalOf(component, by, both ?? where);
    if (refusal) {
      refused.push(refusal);
      lost += component.weight;
    }
    if (both === null || refusal) return { ...part, reading: null };
    const key = whereKey(both);
    const reading = readings.get(key) ?? { where: both, kinds: new Set<Kind>(), place: readings.size };
    readings.set(key, reading);
    for (const kind of metric.kinds) reading.kinds.add(kind);
    return { ...part, reading: reading.place };
  });
  const [first] = refused;
  if (first && lost > (1 - COVERAGE_FLOOR) * total)
    throw new UserError(
      first.code,
      `Most of the index "${definition.key}" cannot be reported so. ${refused.map(({ message }) => message).join(' ')}`,
      first.details,
    );
  return {
    definition,
    parts,
    readings: [...readings.values()].map(reading => ({ where: reading.where, kinds: [...reading.kinds] })),
    terms: parts.flatMap(({ component: { metric }, reading }, component) =>
      reading === null ? [] : (definitionOf(metric).terms ?? []).map(term => ({ ...term, component })),
    ),
  };
}

/** What the component itself asks for was checked when it was saved: what is refused is the report's. */
function refusalOf({ metric }: IndexComponent, by: Layout['by'], where: MetricFilter): UserError | null {
  try {
    checkDimensions(metric, by, where);
    return null;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}
