// Segments: rules, members, their history, and when time alone changes them.
import { Migration } from '@mikro-orm/migrations';

export class Segments extends Migration {
  override up(): void {
    this.addSql(`create table "segment" (
      "id" bigserial primary key,
      "key" text not null,
      "name" text not null,
      "description" text null,
      "rule" jsonb not null,
      "revision" int not null default 1,
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now()
    )`);
    this.addSql(`alter table "segment" add constraint "segment_key" unique ("key")`);
    this.addSql(`create table "segment_state" (
      "segment_id" bigint not null,
      "revision" int not null,
      "evaluated_at" timestamptz not null,
      "size" int not null default 0,
      primary key ("segment_id")
    )`);
    this.addSql(`create table "segment_member" (
      "segment_id" bigint not null,
      "customer_id" bigint not null,
      "entered_at" timestamptz not null,
      primary key ("segment_id", "customer_id")
    )`);
    this.addSql('create index "segment_member_customer" on "segment_member" ("customer_id", "segment_id")');
    this.addSql(
      'create index "segment_member_entered" on "segment_member" ("segment_id", "entered_at", "customer_id")',
    );
    this.addSql(`create table "segment_change" (
      "id" bigserial primary key,
      "segment_id" bigint not null,
      "customer_id" bigint not null,
      "entered" boolean not null,
      "cause" text not null,
      "at" timestamptz not null
    )`);
    this.addSql('create index "segment_change_segment" on "segment_change" ("segment_id", "at", "id")');
    this.addSql(
      'create table "customer_due" ("customer_id" bigint not null, "due_at" timestamptz not null, primary key ("customer_id"))',
    );
    this.addSql('create index "customer_due_at" on "customer_due" ("due_at", "customer_id")');
  }
}
