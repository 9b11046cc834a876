// Identity rules that can be changed: what is to be decided anew, and why a merge was undone.
import { Migration } from '@mikro-orm/migrations';

export class IdentityRules extends Migration {
  override up(): void {
    this.addSql(`create table "identity_recheck" ("record_id" bigint not null, primary key ("record_id"))`);
    this.addSql(`alter table "merge" add column "undone_cause" text null`);
  }
}
