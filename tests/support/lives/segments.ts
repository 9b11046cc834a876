// People whose lives go through the real pipeline, segments of them, and a clock that the test sets.
import type { Context } from '../../../src/base/context/context.ts';
import type { Sql } from '../../../src/base/database/sql.ts';
import { Statement } from '../../../src/base/database/statement.ts';
import { type Refreshed, refresh } from '../../../src/derive/refresh/refresh.ts';
import { compileRules } from '../../../src/derive/rules/compile/compile.ts';
import { inlineRule } from '../../../src/derive/rules/inline-rule.ts';
import { rulesOf } from '../../../src/derive/rules/names.ts';
import type { SegmentRule } from '../../../src/derive/rules/rule.ts';
import { saveSegment } from '../../../src/derive/segments/save.ts';
import { readSegments } from '../../../src/derive/segments/stored-segments.ts';
import { type RecordInteractionInput, recordInteractions } from '../../../src/ingest/recording/record-interactions.ts';
import { createTestContext, type TestContext } from '../context.ts';

export interface SegmentWorld {
  readonly world: TestContext;
  readonly sql: Sql;
  ctx(): Context;
  /** RFC 3339. */
  setNow(moment: string | Date): void;
  refresh(): Promise<Refreshed | null>;
  save(key: string, rule: SegmentRule): Promise<number>;
  /** Of the customer with the address "<who>@world.example". */
  happen(who: string, what: Partial<RecordInteractionInput> & { readonly occurredAt: Date }): Promise<void>;
  /** The row id of such a customer. */
  idOf(who: string): Promise<number>;
  /** Who is in a segment, by the first part of the address, in order. */
  members(key: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function createSegmentWorld(start = '2026-05-01T00:00:00Z'): Promise<SegmentWorld> {
  let now = new Date(start);
  let happened = 0;
  const world = await createTestContext({ now: () => now });
  const { sql } = world;
  return {
    world,
    sql,
    ctx: () => world.fork(),
    setNow(moment) {
      now = new Date(moment);
    },
    refresh: () => refresh(sql, { now }),
    save: (key, rule) => saveSegment(world.fork(), { key, name: `The ${key}`, rule }),
    async happen(who, what) {
      const result = await recordInteractions(world.fork(), [
        { id: `happened-${++happened}`, kind: 'CALL', ...what, customer: { email: `${who}@world.example` } },
      ]);
      if (result.rejected.length > 0) throw new Error(JSON.stringify(result.rejected));
    },
    async idOf(who) {
      const row = await sql.one<{ id: number }>('select id from customer where email = $1', [`${who}@world.example`]);
      return row!.id;
    },
    async members(key) {
      const rows = await sql.query<{ who: string }>(
        `select split_part(c.email, '@', 1) as who from segment_member m join segment s on s.id = m.segment_id
         join customer c on c.id = m.customer_id where s.key = $1 order by 1`,
        [key],
      );
      return rows.map(row => row.who);
    },
    close: () => world.close(),
  };
}

/** Pairs "segment customer" as one statement finds them for everybody, with nothing known from before. */
export async function evaluatedMembers(sql: Sql, now: Date): Promise<string[]> {
  const segments = await readSegments(sql);
  if (segments.length === 0) return [];
  const s = new Statement();
  const rules = segments.map(({ rule }) => inlineRule(rule, rulesOf(segments)));
  const { ctes, from, holds } = compileRules(s, rules, 'EVERYBODY', now);
  const rows = await sql.query<{ id: number; holds: boolean[] }>(
    `with ${ctes} select c.id, array[${holds.join(', ')}] as holds from ${from}`,
    s.params,
  );
  return rows.flatMap(({ id, holds }) => segments.filter((_, i) => holds[i]).map(({ key }) => `${key} ${id}`)).sort();
}

/** The same as the table has them. */
export async function storedMembers(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ pair: string }>(
    `select s.key || ' ' || m.customer_id as pair from segment_member m left join segment s on s.id = m.segment_id`,
  );
  return rows.map(row => row.pair).sort();
}

/** The same as the log of changes comes to; whoever enters twice without leaving, or leaves without entering, is named. */
export async function loggedMembers(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ pair: string; entered: boolean }>(
    `select s.key || ' ' || h.customer_id as pair, h.entered
     from segment_change h left join segment s on s.id = h.segment_id order by h.id`,
  );
  const inside = new Set<string>();
  const odd: string[] = [];
  for (const { pair, entered } of rows) {
    if (inside.has(pair) === entered) odd.push(`odd: ${pair} ${entered}`);
    if (entered) inside.add(pair);
    else inside.delete(pair);
  }
  return [...inside, ...odd].sort();
}
