// Keeps the planner's picture of our tables true while they grow: PostgreSQL looks itself only once a minute, and a
// first sync is over, or a thousand times slower, by then.
import type { Sql } from '../../base/database/sql.ts';

/** Only columns that statements look rows up by: statistics of payloads cost seconds and help nobody. */
const LOOKED_UP = {
  source_record: 'connection_id, object, external_id, landed_at',
  person_record: 'id, ref, customer_id, account_ref',
  account_record: 'id, ref, account_id',
  identifier: 'kind, value, record_id',
  customer: 'id, account_id, merged_into',
  customer_activity: 'customer_id',
  account: 'id',
  interaction: 'id, ref, kind, customer_id, customer_ref, account_ref, case_id, case_ref',
  link: 'from_ref, role, source_record_id',
  survey_response: 'id, ref, survey_id, customer_ref',
  survey_answer: 'response_ref, question_key, source_record_id, response_id',
};
const ANALYZE = `analyze ${Object.entries(LOOKED_UP)
  .map(([table, columns]) => `${table} (${columns})`)
  .join(', ')}`;
const FIRST = 1000;
const GROWTH = 6;

export class Statistics {
  private created = 0;
  private next = FIRST;

  constructor(private readonly sql: Sql) {}

  /** To be told of every page; looks at the tables when this run has made them so many times larger. */
  async grew(records: number): Promise<void> {
    this.created += records;
    if (this.created < this.next) return;
    while (this.next <= this.created) this.next *= GROWTH;
    await this.sql.transaction(async tx => {
      // A small sample tells large from small, which is all that lookups by key need.
      await tx.query('set local default_statistics_target = 10');
      await tx.query(ANALYZE);
    });
  }
}
