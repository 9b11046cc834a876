// Records that were taken without some of their values, in the ledger of rejected ones and in the counts of runs.
import { Migration } from '@mikro-orm/migrations';

export class TakenWithout extends Migration {
  override up(): void {
    this.addSql(`alter table "rejected_record" add column "taken" boolean not null default false`);
    this.addSql(`alter table "rejected_record" add column "fields" text[] not null default '{}'`);
    this.addSql(`alter table "stream_run" add column "partial" int not null default 0`);
  }
}
