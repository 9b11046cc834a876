// Journeys: definitions and visits; and when each person record came into each lifecycle stage.
import { Migration } from '@mikro-orm/migrations';

export class Journeys extends Migration {
  override up(): void {
    this.addSql(`create table "journey" (
      "id" bigserial primary key,
      "key" text not null,
      "name" text not null,
      "mode" text not null,
      "window" double precision null,
      "stages" jsonb not null,
      "revision" int not null default 1,
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now()
    )`);
    this.addSql(`alter table "journey" add constraint "journey_key" unique ("key")`);
    this.addSql(`create table "journey_state" (
      "journey_id" bigint not null,
      "revision" int not null,
      "walked_at" timestamptz not null,
      primary key ("journey_id")
    )`);
    this.addSql(`create table "journey_visit" (
      "journey_id" bigint not null,
      "customer_id" bigint not null,
      "run" int not null,
      "stage" smallint not null,
      "at" timestamptz not null,
      "until" timestamptz not null,
      "started_at" timestamptz not null,
      "seconds_from_previous" double precision null,
      "with_previous" boolean not null,
      "with_first" boolean not null,
      "source_id" bigint null,
      primary key ("journey_id", "customer_id", "run", "stage")
    )`);
    this.addSql('create index "journey_visit_customer" on "journey_visit" ("customer_id", "journey_id", "at")');
    this.addSql('create index "journey_visit_started" on "journey_visit" ("journey_id", "started_at")');
    this.addSql(
      `create index "journey_visit_current" on "journey_visit" ("journey_id", "stage", "customer_id") where until = 'infinity'`,
    );
    this.addSql(`alter table "person_record" add column "stages" jsonb not null default '{}'`);
    // What is known of stages reached before this version: when the present one was first seen.
    this.addSql(`update "person_record" set "stages" = jsonb_build_object(
      "fields" ->> 'lifecycleStage', coalesce("observed" ->> 'lifecycleStage', to_char("version" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
      where "fields" ? 'lifecycleStage'`);
  }
}
