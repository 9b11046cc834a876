// How far everybody was evaluated by segments and journeys that were saved, so that it can be done bit by bit.
import { Migration } from '@mikro-orm/migrations';

export class FirstEvaluations extends Migration {
  override up(): void {
    for (const table of ['segment_state', 'journey_state'])
      this.addSql(`alter table "${table}"
        add column "begun_revision" int null,
        add column "reached" bigint not null default '0'`);
    this.addSql(`create table "segment_candidate" (
      "segment_id" bigint not null,
      "customer_id" bigint not null,
      primary key ("segment_id", "customer_id")
    )`);
  }
}
