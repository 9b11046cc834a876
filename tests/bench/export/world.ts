// Interactions of many customers, made by the database itself: nothing crosses a socket.
import { inSession, list, pick } from '../sql-world.ts';

const KINDS = list(['EMAIL', 'CALL', 'SUPPORT_CASE', 'PURCHASE', 'CHAT', 'VISIT', 'MEETING', 'NOTE']);
const CHANNELS = list(['EMAIL', 'PHONE', 'WEB', 'CHAT', 'IN_PERSON']);
const PER_CUSTOMER = 10;

/** Fills a database that has our tables and no rows. */
export async function makeWorld(url: string, interactions: number): Promise<void> {
  await inSession(url, async query => {
    // The same rows at every run.
    await query('select setseed(0.5)');
    await query(`insert into connection (key, connector, name, config) values ('bench', 'bench', 'bench', '{}')`);
    await query(`insert into customer (display_name) select 'Customer ' || n
      from generate_series(1, ${Math.ceil(interactions / PER_CUSTOMER)}) n`);
    await query(`insert into interaction (id, connection_id, ref, kind, channel, customer_id, occurred_at, subject, body)
      select n, (select id from connection where key = 'bench'), 'bench:thing/' || n, ${pick(KINDS)}, ${pick(CHANNELS)},
        1 + n % ${Math.ceil(interactions / PER_CUSTOMER)}, timestamptz '2025-01-01 00:00Z' + n * interval '30 seconds',
        'About order ' || n, repeat('Something was said about it. ', 1 + n % 8)
      from generate_series(1, ${interactions}) n`);
    await query('vacuum analyze');
  });
}

/** What the export gives, as PostgreSQL itself writes it. */
export const COPY = `copy (select i.id, i.kind, i.channel, i.touchpoint, i.direction, i.occurred_at, i.ended_at, i.subject, i.body,
    i.sentiment, c.id, c.display_name, a.id, a.name, i.status, i.priority, i.first_response_at, i.resolved_at,
    i.reopen_count, i.contact_count, i.amount, i.currency, i.duration_seconds, i.case_id
  from interaction i left join customer c on c.id = i.customer_id left join account a on a.id = i.account_id
  order by i.occurred_at desc, i.id desc) to '/dev/null' (format csv)`;
