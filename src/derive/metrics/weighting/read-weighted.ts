// Reads answers by what they are weighted by, and the population that they are weighted to.
import type { Sql } from '../../../base/database/sql.ts';
import { Statement } from '../../../base/database/statement.ts';
import { BASELINE, type Counts, collect, type Group, type Groups, WHOLE } from '../counts.ts';
import { CUSTOMERS, customerRow, type Dimension, placeOf } from '../dimensions.ts';
import { customerFilter, filterSql, type NarrowedFilter } from '../filter.ts';
import type { FactKind, Kind } from '../kinds.ts';
import { readFacts } from '../read-facts.ts';
import type { Layout } from '../request.ts';
import { type Margin, type Raked, rake, type SampleCell } from './rake.ts';
import { addWeighted, splitKey, type WeightedCell, type WeightedGroups, weigh } from './weighted-cells.ts';

export interface Weighted {
  readonly groups: WeightedGroups;
  /** Of the period, by kind of answer. */
  readonly raked: ReadonlyMap<Kind, Raked>;
}

/**
 * Each answer gets the weight that its customer's values have in the whole report, so that groups and points have it too. The
 * baseline has weights of its own: to the same population, or to that of its own filter. At most seven statements.
 */
export async function readWeighted(tx: Sql, layout: Layout, kinds: readonly FactKind[]): Promise<Weighted> {
  const { period, baseline, baselineWhere, buckets, by, journey, where, weightBy } = layout;
  const parts = [
    ...(buckets.length > 0 ? buckets.map((span, index) => ({ span, index })) : []),
    { span: period, index: WHOLE },
    ...(baseline && !baselineWhere ? [{ span: baseline, index: BASELINE }] : []),
  ];
  const read = async (list: typeof parts, dimensions: readonly Dimension[], filter: NarrowedFilter) => {
    const groups: Groups = new Map();
    const spans = list.map(part => part.span);
    const rows = await readFacts(tx, { kinds, spans, by: dimensions, journey, where: filter });
    collect(
      groups,
      rows.map(row => ({ ...row, span: list[row.span]!.index })),
    );
    return groups;
  };
  const wholes = parts.filter(({ index }) => index < 0);
  const samples = await read(wholes, weightBy, where);
  const found = await read(parts, [...by, ...weightBy], where);
  if (baselineWhere) {
    const other = [{ span: baseline!, index: BASELINE }];
    mix(samples, await read(other, weightBy, baselineWhere));
    mix(found, await read(other, [...by, ...weightBy], baselineWhere));
  }
  const margins = await readMargins(tx, weightBy, where, period.hi);
  const marginsOfBaseline = baselineWhere ? await readMargins(tx, weightBy, baselineWhere, period.hi) : margins;
  const rakedOf = (index: number, to: readonly Margin[]) =>
    new Map(kinds.map((kind): [Kind, Raked] => [kind, rake(sampleOf(samples, index, kind), to)]));
  const raked = new Map([
    [WHOLE, rakedOf(WHOLE, margins)],
    [BASELINE, rakedOf(BASELINE, marginsOfBaseline)],
  ]);
  return {
    groups: weighAll([...found.values()], by.length, index => raked.get(index === BASELINE ? BASELINE : WHOLE)!),
    raked: raked.get(WHOLE)!,
  };
}

function mix(into: Groups, others: Groups): void {
  for (const [name, { key, spans }] of others)
    into.set(name, { key, spans: new Map([...(into.get(name)?.spans ?? []), ...spans]) });
}

function sampleOf(samples: Groups, index: number, kind: Kind): SampleCell[] {
  return [...samples.values()].map(({ key, spans }) => ({ key, n: spans.get(index)?.get(kind)?.state.n ?? 0 }));
}

function weighAll(
  cells: readonly Group[],
  own: number,
  rakedOf: (index: number) => ReadonlyMap<Kind, Raked>,
): WeightedGroups {
  const groups = new Map<string, Map<number, Map<Kind, ReturnType<typeof weigh>>>>();
  for (const { key, spans } of cells) {
    const { group, cell } = splitKey(key, own);
    const bySpan = groups.get(group) ?? new Map<number, Map<Kind, ReturnType<typeof weigh>>>();
    groups.set(group, bySpan);
    for (const [index, kinds] of spans as ReadonlyMap<number, ReadonlyMap<Kind, Counts>>) {
      const into = bySpan.get(index) ?? new Map<Kind, ReturnType<typeof weigh>>();
      bySpan.set(index, into);
      for (const [kind, { state }] of kinds)
        addWeighted(into, kind, weigh(state, rakedOf(index).get(kind)?.weights.get(cell) ?? 0));
    }
  }
  return groups as ReadonlyMap<string, ReadonlyMap<number, WeightedCell>>;
}

/** Customers known by the end of the period, by each dimension: one pass. */
async function readMargins(tx: Sql, by: readonly Dimension[], where: NarrowedFilter, hi: number): Promise<Margin[]> {
  const s = new Statement();
  const row = customerRow('f');
  const values = by.map((dimension, i) => `${placeOf(dimension).sql(row)} as g${i}`).join(', ');
  const conditions = [
    `f.created_at < ${s.bind(new Date(hi), 'timestamptz')}`,
    ...filterSql(s, customerFilter(where), row),
  ];
  const sets = by.map((_, i) => `(g${i})`).join(', ');
  const columns = by.map((_, i) => `g${i}`);
  const rows = await tx.query<{ place: number; value: string; n: number }>(
    `select case ${by.map((_, i) => `when grouping(g${i}) = 0 then ${i}`).join(' ')} end as place,
       coalesce(${columns.join(', ')}) as value, count(*)::int as n
     from (
       select ${values} from ${CUSTOMERS} f where ${conditions.join(' and ')}
     ) x group by grouping sets (${sets})`,
    s.params,
  );
  return by.map((_, i) => new Map(rows.flatMap(({ place, value, n }) => (place === i ? [[value, n] as const] : []))));
}
