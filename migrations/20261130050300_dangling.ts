// Rows that point at what an earlier version deleted with its connection point at nothing, and are counted anew.
import { Migration } from '@mikro-orm/migrations';

const lost = (table: string, column: string, target: string) =>
  `update ${table} t set ${column} = null
   where t.${column} is not null and not exists (select from ${target} x where x.id = t.${column})`;

/** A row that belongs to nobody now is a subject of its own. */
const counted = (table: string, column: string, target: string, subject: string) =>
  `with lost as (${lost(table, column, target)} returning ${subject} as subject)
   insert into change_mark (subject) select distinct subject from lost`;

export const REPAIR: readonly string[] = [
  counted('customer', 'account_id', 'account', 't.id'),
  ...['interaction', 'survey_response', 'survey_invitation'].map(table =>
    counted(table, 'customer_id', 'customer', '-t.id'),
  ),
  ...['interaction', 'survey_response'].flatMap(table => [
    lost(table, 'account_id', 'account'),
    counted(table, 'case_id', 'interaction', 'coalesce(t.customer_id, -t.id)'),
  ]),
  `update survey_answer t set response_id = null, question_id = null
   where t.response_id is not null and not exists (select from survey_response x where x.id = t.response_id)`,
];

export class Dangling extends Migration {
  override up(): void {
    for (const statement of REPAIR) this.addSql(statement);
  }
}
