// Reads the columns of all chunks of a question, and tells for each which facts are asked for and in which group they are.
import type { Sql } from '../../../base/database/sql.ts';
import { Statement } from '../../../base/database/statement.ts';
import type { ChunkColumn } from '../../../base/tables/chunk-columns.ts';
import type { Span } from '../../../base/time/calendar.ts';
import type { FactKind } from '../kinds.ts';
import { stretches } from '../spanned-facts.ts';
import type { Chunk, ColumnPlan } from './chunk.ts';
import type { Cut } from './cut.ts';
import { floats, integers } from './packed.ts';
import { Selection } from './selection.ts';

interface Row {
  readonly kind: FactKind;
  readonly signed: number;
  readonly facts: number;
  readonly hundredths: number;
  readonly month: number;
  readonly segment: number | null;
  readonly at: string | null;
  readonly amounts: string | null;
  readonly [column: `c_${string}`]: string | null;
}

export interface ScanQuery {
  readonly kinds: readonly FactKind[];
  readonly spans: readonly Span[];
  readonly plan: ColumnPlan;
}

/** One statement; chunk by chunk, so that memory does not grow with the facts. What is taken away comes first. */
export async function scanChunks(
  sql: Sql,
  { kinds, spans, plan }: ScanQuery,
  cut: Cut,
  onChunk: (chunk: Chunk, selection: Selection) => void,
): Promise<void> {
  const s = new Statement();
  const columns = new Set<ChunkColumn>(['outcome', 'subject']);
  for (const { column } of [...plan.filters, ...plan.steps]) columns.add(column);
  const moment = (at: number) => s.bind(new Date(at), 'timestamptz');
  const ends = s.bind(
    cut.bounds.map(bound => new Date(bound)),
    'timestamptz[]',
  );
  const isIn = stretches(spans).map(({ lo, hi }) => `c.last_at >= ${moment(lo)} and c.first_at < ${moment(hi)}`);
  const isTimed = [
    ...plan.filters.map(({ during }) => during !== undefined),
    ...plan.steps.map(step => step.isTimed),
  ].some(Boolean);
  const packed = (column: string) => `encode(c.${column}, 'base64')`;
  const text = `
    select c.kind, c.signed, c.facts, c.hundredths, (extract(epoch from c.month) * 1000)::float8 as month,
      case when w.first = w.last then w.first end as segment, case when w.first <> w.last or ${isTimed} then ${packed('at')} end as at,
      ${packed('amounts')} as amounts, ${[...columns].map(name => `${packed(name)} as c_${name}`).join(', ')}
    from metric_chunk c cross join lateral (
      select width_bucket(c.first_at, ${ends}) as first, width_bucket(c.last_at, ${ends}) as last
    ) w
    where c.kind = any(${s.bind(kinds, 'text[]')}) and (${isIn.join(' or ')}) order by c.signed`;
  const selection = new Selection(cut, plan);
  await sql.each<Row>(text, s.params, row => {
    const read = new Map([...columns].map(name => [name, row[`c_${name}`]] as const));
    const chunk: Chunk = {
      kind: kinds.indexOf(row.kind),
      signed: row.signed,
      facts: row.facts,
      hundredths: row.hundredths,
      segment: row.segment,
      at: row.at === null ? null : moments(integers(row.at), row.month),
      amounts: row.amounts === null ? null : floats(row.amounts),
      column: name => decoded.get(name) ?? null,
    };
    const decoded = new Map([...read].map(([name, value]) => [name, value == null ? null : integers(value)] as const));
    selection.take(chunk);
    onChunk(chunk, selection);
  });
}

/** Milliseconds, of what is kept as such since the month began. */
function moments(at: Int32Array, month: number): Float64Array {
  return Float64Array.from(at, since => month + since + 2 ** 31);
}
