// Keeps the planner's picture of our tables true while they grow: PostgreSQL looks itself only once a minute, and a
// first sync is over, or a thousand times slower, by then.
import type { Sql } from '../database/sql.ts';

const TABLES = [
  'source_record',
  'person_record',
  'account_record',
  'identifier',
  'customer',
  'customer_activity',
  'account',
  'interaction',
  'link',
  'survey_response',
  'survey_answer',
];
const FIRST = 500;
const GROWTH = 4;

export class Statistics {
  private created = 0;
  private next = FIRST;

  constructor(private readonly sql: Sql) {}

  /** To be told of every page; looks at the tables when this run has made them so many times larger. */
  async grew(records: number): Promise<void> {
    this.created += records;
    if (this.created < this.next) return;
    while (this.next <= this.created) this.next *= GROWTH;
    await this.sql.query(`analyze ${TABLES.join(', ')}`);
  }
}
