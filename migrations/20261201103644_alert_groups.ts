// Alert rules watch groups, hold a level, and hear silence. Rules that test a change keep the level they always had.
import { Migration } from '@mikro-orm/migrations';

export class AlertGroups extends Migration {
  override up(): void {
    this.addSql(`alter table "alert_rule" add column "by" text[] not null default '{}'`);
    this.addSql('alter table "alert_rule" add column "level" double precision null');
    this.addSql('alter table "alert_rule" alter column "every" drop not null');
    this.addSql(`update "alert_rule" set "level" = 0.05 where "condition" ? 'significantChange'`);
    this.addSql(`alter table "alert" add column "by" jsonb not null default '[]'::jsonb`);
    this.addSql(`alter table "alert" add column "group_key" text not null default ''`);
    // a group of a rule has one open alert at most
    this.addSql('drop index "alert_open"');
    this.addSql(`create unique index "alert_open" on "alert" ("rule_id", "group_key") where closed_at is null`);
  }
}
