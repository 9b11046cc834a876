// Reads what each customer did in a report, of so many customers that their variance is known.
import type { Sql } from '../../../base/database/sql.ts';
import type { Span } from '../../../base/time/calendar.ts';
import { groupName } from '../counts.ts';
import { doesOverlap } from '../dimensions.ts';
import type { Rows } from './influence.ts';
import { NO_SUMS, readPopulation, readSums, type SumsQuery, type SumTable } from './read-sums.ts';
import { type Sample, sampleOf, weightIn } from './sample.ts';
import { type Segments, segmentsOf } from './segments.ts';

/** Which customers were read. */
export interface Known {
  readonly weightOf: (subject: number) => number;
  /** All were read. */
  readonly isWhole: boolean;
}

export interface Clusters {
  readonly known: Known;
  /** What the customers of some groups did in a span; the span is one of those that were asked for. */
  rowsOf(names: readonly string[], span: Span): Rows;
  /** The same of everyone, where groups overlap and everyone was asked for: else all groups together are everyone. */
  rowsOfAll(names: readonly string[], span: Span): Rows;
}

export interface ClustersQuery extends Pick<SumsQuery, 'terms' | 'by' | 'journey'> {
  /** How many facts the terms rest on. */
  readonly facts: number;
  /** What is compared as a whole: nothing outside these is read. */
  readonly wholes: readonly Span[];
  /** Parts of them. */
  readonly parts: readonly Span[];
  /** Everyone is compared with. */
  readonly withAll: boolean;
}

const ALL: Sample = sampleOf({ facts: 0, lastCustomer: 0, lastSource: 0 });

/** At most three statements. */
export async function readClusters(tx: Sql, query: ClustersQuery): Promise<Clusters> {
  const { terms, by, journey, facts, wholes, parts, withAll } = query;
  const segments = segmentsOf([...wholes, ...parts]);
  if (facts === 0) return clustersOf(NO_SUMS, null, ALL, segments);
  const none = { lastCustomer: 0, lastSource: 0 };
  const isAll = sampleOf({ facts, ...none }).everyCustomer === 1;
  const population = isAll ? none : await readPopulation(tx);
  const sample = sampleOf({ facts, ...population });
  const asked = { terms, by, journey, segments, spans: wholes, population, sample };
  const sums = await readSums(tx, asked);
  const sumsOfAll = withAll && doesOverlap(by) ? await readSums(tx, { ...asked, by: [] }) : null;
  return clustersOf(sums, sumsOfAll, sample, segments);
}

const NO_GROUP = groupName([]);

function clustersOf(sums: SumTable, sumsOfAll: SumTable | null, sample: Sample, segments: Segments): Clusters {
  const rowsIn = (table: SumTable, names: readonly string[], span: Span): Rows => ({
    sums: table,
    rows: segments.of(span).flatMap(segment => names.flatMap(name => table.rows(name, segment))),
  });
  return {
    known: { weightOf: weightIn(sample), isWhole: sample.everyCustomer === 1 && sample.everySource === 1 },
    rowsOf: (names, span) => rowsIn(sums, names, span),
    rowsOfAll: (names, span) => (sumsOfAll ? rowsIn(sumsOfAll, [NO_GROUP], span) : rowsIn(sums, names, span)),
  };
}
