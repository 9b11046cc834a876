// Alert rules, and what they found.
import { Migration } from '@mikro-orm/migrations';

export class Alerts extends Migration {
  override up(): void {
    this.addSql(`create table "alert_rule" (
      "id" bigserial primary key,
      "key" text not null,
      "name" text not null,
      "metric" text null,
      "index_key" text null,
      "filter" jsonb null,
      "condition" jsonb not null,
      "every" text not null,
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "revision" int not null default 1,
      "evaluated_at" timestamptz null,
      "problem" text null
    )`);
    this.addSql(`alter table "alert_rule" add constraint "alert_rule_key" unique ("key")`);
    this.addSql(`create table "alert" (
      "id" bigserial primary key,
      "rule_id" bigint not null,
      "revision" int not null,
      "start" date not null,
      "end" date not null,
      "finding" text not null,
      "opened_at" timestamptz not null,
      "closed_at" timestamptz null,
      "value" jsonb not null,
      "message" text not null
    )`);
    // a rule has one open alert at most; alerts(open: true)
    this.addSql(`create unique index "alert_open" on "alert" ("rule_id") where closed_at is null`);
    // what a rule found in a bucket before
    this.addSql(`create index "alert_bucket" on "alert" ("rule_id", "start")`);
  }
}
