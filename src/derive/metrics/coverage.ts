// Pure: the share of what could have been measured that the sources tell about, and in words why not all.
import type { Counts } from './counts.ts';
import { type Kind, untoldOf } from './kinds.ts';
import type { MetricDefinition } from './metric.ts';
import { EMPTY } from './state.ts';

/** Below this a value says more about which source tells than about what happened: it is not reliable. */
export const LEAST_COVERAGE = 0.5;

/** Of how many things that are not told, in the whole period and all groups, a source is the source. */
export interface UntoldSource {
  readonly key: string;
  readonly name: string;
  readonly n: number;
}

export interface Coverage {
  /** 0 to 1; null where there was nothing to measure. */
  readonly coverage: number | null;
  readonly missing: readonly string[];
}

export const NO_COVERAGE: Coverage = { coverage: null, missing: [] };

/** Works on states that add up, so the coverage of groups together is that of their union. `n` is what the value is made of. */
export function coverageOf(
  { told }: Pick<MetricDefinition, 'told'>,
  cell: ReadonlyMap<Kind, Counts> | undefined,
  n: number,
  sources: readonly UntoldSource[] = [],
): Coverage {
  if (!told) return n > 0 ? { coverage: 1, missing: [] } : NO_COVERAGE;
  const known = (cell?.get(told.kind)?.state ?? EMPTY)[told.counts ?? 'n'];
  const untold = untoldIn({ told }, cell);
  const all = known + untold;
  if (all === 0 || (known === 0 && told.isOptional)) return NO_COVERAGE;
  if (untold === 0) return { coverage: 1, missing: [] };
  const by = told.isOurs ? '' : sourcesText(sources, untold);
  return { coverage: known / all, missing: [`${count(untold)} of ${count(all)} ${told.of}: ${told.missing}${by}`] };
}

export function untoldIn(
  { told }: Pick<MetricDefinition, 'told'>,
  cell: ReadonlyMap<Kind, Counts> | undefined,
): number {
  const kind = told && untoldOf(told.kind);
  return (kind && cell?.get(kind)?.state.n) || 0;
}

/** Of a part of the whole it is known only which sources may be meant. */
function sourcesText(sources: readonly UntoldSource[], untold: number): string {
  if (sources.length === 0) return '';
  const isWhole = sources.length > 1 && sources.reduce((sum, { n }) => sum + n, 0) === untold;
  const names = sources.map(({ name, key, n }) => `${name} (key ${key}${isWhole ? `: ${count(n)}` : ''})`);
  return `, by ${names.join(isWhole ? ', ' : ' or ')}`;
}

const count = (n: number): string => n.toLocaleString('en-US');
