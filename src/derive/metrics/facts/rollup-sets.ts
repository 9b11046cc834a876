// Pure: which groups of dimensions are summed up beforehand, and at which grain.

/** Dimensions that a fact carries itself. */
export type RollupDimension = 'CHANNEL' | 'SURVEY' | 'SOURCE' | 'COUNTRY' | 'LIFECYCLE_STAGE' | 'TOUCHPOINT';

export interface RollupSet {
  readonly id: number;
  /** In the order of k1, k2, k3. */
  readonly dimensions: readonly RollupDimension[];
  /** Hours too, so that days of other time zones than UTC are put together from rollups alone. */
  readonly hours: boolean;
}

/**
 * Few and small: one set over all dimensions would have as many rollups as there are facts. What no set covers is counted
 * from the facts.
 */
export const ROLLUP_SETS: readonly RollupSet[] = [
  { id: 0, dimensions: [], hours: true },
  { id: 1, dimensions: ['CHANNEL'], hours: true },
  { id: 2, dimensions: ['SURVEY', 'CHANNEL', 'SOURCE'], hours: false },
  { id: 3, dimensions: ['COUNTRY', 'LIFECYCLE_STAGE'], hours: false },
  { id: 4, dimensions: ['TOUCHPOINT'], hours: false },
];

/** SQL of a dimension as text, '' for none, given the alias of a fact. */
export const FACT_DIMENSIONS: Readonly<Record<RollupDimension, (fact: string) => string>> = {
  CHANNEL: fact => `coalesce(${fact}.channel, '')`,
  SURVEY: fact => `coalesce(${fact}.survey_id::text, '')`,
  SOURCE: fact => `${fact}.connection_id::text`,
  COUNTRY: fact => `coalesce(${fact}.country, '')`,
  LIFECYCLE_STAGE: fact => `coalesce(${fact}.lifecycle_stage, '')`,
  TOUCHPOINT: fact => `coalesce(${fact}.touchpoint, '')`,
};

/** The smallest set that knows all these dimensions; null when only the facts do. */
export function rollupSetFor(dimensions: readonly string[]): RollupSet | null {
  return (
    ROLLUP_SETS.find(set => dimensions.every(name => (set.dimensions as readonly string[]).includes(name))) ?? null
  );
}

/** SQL of k1 to k3 of a fact in this set. */
export function rollupKey(set: RollupSet, fact: string): [string, string, string] {
  const [k1 = `''`, k2 = `''`, k3 = `''`] = set.dimensions.map(name => FACT_DIMENSIONS[name](fact));
  return [k1, k2, k3];
}
