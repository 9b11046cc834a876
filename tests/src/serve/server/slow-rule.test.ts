// The most expensive rule that is taken, over many interactions: trying it ends at its time, and the database is free again.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { insert, insertConnection } from '../../../support/rows.ts';
import { startTestServer, type TestServer } from '../../../support/serve.ts';

const QUERY_MS = 400;
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ limits: { queryMs: { VIEWER: 1, ANALYST: 1, OPERATOR: 1, ADMIN: QUERY_MS } } });
  const { sql } = server.world;
  const source = await insertConnection(sql, 'hubspot');
  const customer = await insert(sql, 'customer', { display_name: 'Ann' });
  await sql.query(
    `with record as (
       insert into source_record (connection_id, object, external_id, version, hash, payload)
       select $1, 'thing', 'c' || i, now(), '\\x00', '{}' from generate_series(1, 20000) i returning id
     )
     insert into interaction (id, connection_id, ref, kind, channel, customer_id, occurred_at)
     select id, $1, 'r' || id, 'CALL', 'OTHER', $2, now() - id * interval '1 minute' from record`,
    [source, customer],
  );
});
afterAll(() => server.close());

/** Calls that others follow, and these in turn; no two chains have a condition in common. */
function chain(n: number, links: number): object {
  const condition = { kind: 'CALL', within: `PT${400 + n * 10 + links}H` };
  // biome-ignore lint/suspicious/noThenProperty: it is what the API calls it, and nothing awaits a rule
  return links === 1 ? condition : { ...condition, then: chain(n, links - 1) };
}

it('a preview of fifty chains', async () => {
  const chains = Array.from({ length: 50 }, (_, n) => ({ interaction: chain(n, 4) }));
  const query = 'query ($rule: SegmentRule!) { segmentPreview(rule: $rule, sample: 0) { size } }';
  const began = performance.now();
  const { errors } = await server.ask(query, { rule: { all: chains } });
  expect(errors).toMatchObject([{ extensions: { code: 'TIMEOUT', limit: QUERY_MS } }]);
  // It would take many seconds.
  expect(performance.now() - began).toBeLessThan(QUERY_MS + 1_500);
  const busy = await server.world.sql.query(
    `select from pg_stat_activity where state <> 'idle' and application_name = 'cxgraph requests' and datname = current_database()`,
  );
  expect(busy).toEqual([]);
});
