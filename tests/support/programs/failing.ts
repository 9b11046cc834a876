// Makes the database refuse to write facts or scores of some customers, as it does for what it cannot hold.
import type { Sql } from '../../../src/base/database/sql.ts';

export interface Failing {
  facts(...subjects: number[]): Promise<void>;
  scores(...subjects: number[]): Promise<void>;
  /** Facts, by this SQLSTATE. */
  withCode(code: string, ...subjects: number[]): Promise<void>;
  at(place: string, ...subjects: number[]): Promise<void>;
  nobody(): Promise<void>;
}

/** `columns` names the customer in other tables. */
export async function failsFor(sql: Sql, columns: Readonly<Record<string, string>> = {}): Promise<Failing> {
  await sql.query('create table failing (place text, subject bigint, code text)');
  await sql.query(`create function fail() returns trigger language plpgsql as $$
    declare found text;
    begin
      select code into found from failing
      where place = tg_table_name and subject = (to_jsonb(new) ->> tg_argv[0])::bigint;
      if found is not null then raise exception 'the secret of %', new using errcode = found; end if;
      return new;
    end $$`);
  const places = { metric_fact: 'subject', customer_score: 'customer_id', ...columns };
  for (const [table, column] of Object.entries(places))
    await sql.query(`create trigger fail before insert on ${table} for each row execute function fail('${column}')`);
  const fail = async (place: string, code: string, subjects: readonly number[]): Promise<void> => {
    await sql.query('insert into failing select $1, s, $2 from unnest($3::bigint[]) s', [place, code, subjects]);
  };
  return {
    facts: (...subjects) => fail('metric_fact', '22003', subjects),
    scores: (...subjects) => fail('customer_score', '54000', subjects),
    withCode: (code, ...subjects) => fail('metric_fact', code, subjects),
    at: (place, ...subjects) => fail(place, '22003', subjects),
    nobody: async () => {
      await sql.query('truncate failing');
    },
  };
}
