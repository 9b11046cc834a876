// Walking pages gives the plain sorted list, whatever the rows, the order, the direction and the page size.
import fc from 'fast-check';
import { graphql } from 'graphql';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSchema } from '../../../schema/create-schema.ts';
import { createPool, createSql, type Sql } from '../../../src/base/database/sql.ts';
import { createTestContext, type TestContext } from '../../support/context.ts';
import { insert } from '../../support/rows.ts';

const schema = createSchema();
const MOMENTS = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000001Z', '2026-01-02T00:00:00Z', '1999-12-31T23:59:59Z'];
const NAMES = ['', 'Ada', 'ada', 'Émile', '李', "O'Neil", '100%'];
const FIGURES = [0, 1 / 3, 0.1 + 0.2, 1e21, 1.5e-9, 100];
const row = fc.record({
  created_at: fc.constantFrom(...MOMENTS),
  last_interaction_at: fc.constantFrom(null, ...MOMENTS),
  display_name: fc.constantFrom(...NAMES),
  health: fc.constantFrom(null, ...FIGURES),
  lifetime_value: fc.constantFrom(null, ...FIGURES),
});
type Row = { id: number } & (typeof row extends fc.Arbitrary<infer R> ? R : never);

interface Page {
  nodes: { id: string }[];
  edges: { cursor: string; node: { id: string } }[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

let world: TestContext;
/** Reads without indexes, whose own order would hide that a statement asks for none. */
let unordered: { pool: pg.Pool; sql: Sql };
beforeAll(async () => {
  world = await createTestContext();
  const options = ['indexscan', 'indexonlyscan', 'bitmapscan'].map(kind => `-c enable_${kind}=off`).join(' ');
  const pool = createPool(world.url, { options });
  unordered = { pool, sql: createSql(pool) };
});
afterAll(async () => {
  await unordered.pool.end();
  await world.close();
});
beforeEach(() => world.sql.query('truncate customer, customer_activity, customer_score restart identity'));

const QUERY = `query ($order: CustomerOrder, $first: Int, $after: String, $last: Int, $before: String) {
  customers(orderBy: $order, first: $first, after: $after, last: $last, before: $before) {
    totalCount nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

async function readPage(variableValues: Record<string, unknown>, sql = world.sql): Promise<Page> {
  const result = await graphql({ schema, source: QUERY, variableValues, contextValue: { ...world.fork(), sql } });
  if (result.errors) throw result.errors[0];
  return (result.data as unknown as { customers: Page }).customers;
}

type Field = 'CREATED_AT' | 'LAST_INTERACTION_AT' | 'HEALTH' | 'LIFETIME_VALUE' | 'DISPLAY_NAME';

/** The list as it must be, sorted here and not by the database. */
function sorted(rows: Row[], field: Field, descending: boolean): string[] {
  // Microseconds are beyond Date, and all moments are written in one form.
  const moment = (text: string | null) => (text === null ? '' : text.replace('Z', text.includes('.') ? '' : '.000000'));
  const figure = (value: number | null) => value ?? Number.NEGATIVE_INFINITY;
  const KEYS: Record<Field, (one: Row) => string | number> = {
    CREATED_AT: one => moment(one.created_at),
    LAST_INTERACTION_AT: one => moment(one.last_interaction_at),
    HEALTH: one => figure(one.health),
    LIFETIME_VALUE: one => figure(one.lifetime_value),
    DISPLAY_NAME: one => one.display_name,
  };
  const key = KEYS[field];
  const compare = (a: Row, b: Row) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id);
  const list = [...rows].sort(compare).map(one => `customer_${one.id}`);
  return descending ? list.reverse() : list;
}

async function walk(
  order: object,
  size: number,
  backward: boolean,
  sql: Sql,
): Promise<{ ids: string[]; pages: Page[] }> {
  const ids: string[] = [];
  const pages: Page[] = [];
  let cursor: string | null = null;
  for (;;) {
    const page: Page = await readPage(
      backward ? { order, last: size, before: cursor } : { order, first: size, after: cursor },
      sql,
    );
    pages.push(page);
    const found = page.nodes.map(node => node.id);
    if (backward) ids.unshift(...found);
    else ids.push(...found);
    const more = backward ? page.pageInfo.hasPreviousPage : page.pageInfo.hasNextPage;
    cursor = backward ? page.pageInfo.startCursor : page.pageInfo.endCursor;
    if (!more || pages.length > 100) return { ids, pages };
  }
}

describe('pages of customers', () => {
  it('put together are the sorted list, both ways', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 25 }),
        fc.constantFrom<Field>('CREATED_AT', 'LAST_INTERACTION_AT', 'HEALTH', 'LIFETIME_VALUE', 'DISPLAY_NAME'),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        async (values, field, descending, backward, size, indexed) => {
          await world.sql.query('truncate customer, customer_activity, customer_score restart identity');
          const rows: Row[] = [];
          for (const value of values) rows.push({ ...value, id: await insert(world.sql, 'customer', value) });
          const order = { field, direction: descending ? 'DESC' : 'ASC' };
          const { ids, pages } = await walk(order, size, backward, indexed ? world.sql : unordered.sql);
          expect(ids).toEqual(sorted(rows, field, descending));
          for (const [at, page] of pages.entries()) {
            expect(page.totalCount).toBe(rows.length);
            expect(page.edges.map(edge => edge.node.id)).toEqual(page.nodes.map(node => node.id));
            expect(page.pageInfo.startCursor).toBe(page.edges[0]?.cursor ?? null);
            const [towards, from] = backward
              ? (['hasPreviousPage', 'hasNextPage'] as const)
              : (['hasNextPage', 'hasPreviousPage'] as const);
            expect(page.pageInfo[towards]).toBe(at < pages.length - 1);
            expect(page.pageInfo[from]).toBe(at > 0);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('show each customer once while others come in', async () => {
    const before = await Promise.all(
      Array.from({ length: 30 }, (_, at) => insert(world.sql, 'customer', { created_at: MOMENTS[at % 3] })),
    );
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const page: Page = await readPage({ first: 4, after });
      seen.push(...page.nodes.map(node => node.id));
      await insert(world.sql, 'customer', { created_at: MOMENTS[seen.length % 4] });
      if (!page.pageInfo.hasNextPage || seen.length > 200) break;
      after = page.pageInfo.endCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(before.map(id => `customer_${id}`)));
  });

  it('start in the middle from the cursor of any edge', async () => {
    for (let at = 0; at < 5; at++) await insert(world.sql, 'customer', { display_name: `c${at}` });
    const all = await readPage({ first: 5 });
    const rest = await readPage({ first: 5, after: all.edges[1]?.cursor });
    expect(rest.nodes).toEqual(all.nodes.slice(2));
    const front = await readPage({ last: 5, before: all.edges[3]?.cursor });
    expect(front.nodes).toEqual(all.nodes.slice(0, 3));
  });
});
