// The first tables. Each index is commented with the query it serves.
import { Migration } from '@mikro-orm/migrations';

export class Initial extends Migration {
  override up(): void {
    this.addSql('create extension if not exists pg_trgm');
    this.addSql(`create table "account" (
      "id" bigserial primary key,
      "name" text not null default '',
      "domain" text null,
      "industry" text null,
      "country" text null,
      "employees" int null,
      "annual_revenue" double precision null,
      "currency" text null,
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "deleted_at" timestamptz null,
      "merged_into" bigint null
    )`);
    // accounts, by name
    this.addSql(
      `create index "account_name" on "account" ("name", "id") where deleted_at is null and merged_into is null`,
    );
    this.addSql(`create table "account_record" (
      "id" bigint not null,
      "connection_id" bigint not null,
      "ref" text not null,
      "account_id" bigint not null,
      "origin_account_id" bigint not null,
      "fields" jsonb not null,
      "version" timestamptz not null,
      "live" boolean not null default true,
      primary key ("id")
    )`);
    this.addSql(`alter table "account_record" add constraint "account_record_ref" unique ("ref")`);
    // survivorship: all records of an account
    this.addSql(`create index "account_record_account" on "account_record" ("account_id")`);
    this.addSql(`create table "connection" (
      "id" bigserial primary key,
      "key" text not null,
      "connector" text not null,
      "name" text not null,
      "status" text not null default 'READY',
      "status_message" text null,
      "paused" boolean not null default false,
      "account" text null,
      "config" jsonb not null,
      "secrets" bytea null,
      "disabled_streams" text[] not null default '{}',
      "mapping" jsonb null,
      "priority" int not null default 0,
      "rate_limit" jsonb null,
      "lease_token" bigint not null default '0',
      "lease_holder" text null,
      "lease_expires_at" timestamptz null,
      "schedule_cron" text null,
      "schedule_every" double precision null,
      "schedule_time_zone" text null,
      "schedule_mode" text null,
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "disconnected_at" timestamptz null
    )`);
    this.addSql(`alter table "connection" add constraint "connection_key" unique ("key")`);
    this.addSql(`create table "customer" (
      "id" bigserial primary key,
      "display_name" text not null default '',
      "given_name" text null,
      "family_name" text null,
      "email" text null,
      "emails" text[] not null default '{}',
      "phone" text null,
      "job_title" text null,
      "country" text null,
      "language" text null,
      "lifecycle_stage" text null,
      "account_id" bigint null,
      "traits" jsonb not null default '{}',
      "provenance" jsonb not null default '{}',
      "search_text" text not null default '',
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now(),
      "deleted_at" timestamptz null,
      "merged_into" bigint null
    )`);
    // customers ordered by CREATED_AT
    this.addSql(
      `create index "customer_created_at" on "customer" ("created_at", "id") where deleted_at is null and merged_into is null`,
    );
    // customers ordered by UPDATED_AT
    this.addSql(
      `create index "customer_updated_at" on "customer" ("updated_at", "id") where deleted_at is null and merged_into is null`,
    );
    // customers ordered by DISPLAY_NAME
    this.addSql(
      `create index "customer_display_name" on "customer" ("display_name", "id") where deleted_at is null and merged_into is null`,
    );
    // Account.customers
    this.addSql(`create index "customer_account" on "customer" ("account_id", "created_at", "id")`);
    // customers(search)
    this.addSql(`create index "customer_search" on "customer" using gin ("search_text" gin_trgm_ops)`);
    // undoing a merge: who was merged into whom
    this.addSql(`create index "customer_merged_into" on "customer" ("merged_into") where merged_into is not null`);
    this.addSql(`create table "customer_activity" (
      "customer_id" bigint not null,
      "last_interaction_at" timestamptz not null default '-infinity'::timestamptz,
      primary key ("customer_id")
    )`);
    // customers ordered by LAST_INTERACTION_AT
    this.addSql(`create index "customer_activity_last" on "customer_activity" ("last_interaction_at", "customer_id")`);
    this.addSql(`create table "customer_mark" (
      "customer_id" bigint not null,
      "marked_at" timestamptz not null default now(),
      primary key ("customer_id")
    )`);
    this.addSql(`create table "identifier" (
      "kind" text not null,
      "value" text not null,
      "record_id" bigint not null,
      "linking" boolean not null,
      "first_seen_at" timestamptz not null default now(),
      primary key ("kind",
      "value",
      "record_id")
    )`);
    // resolving: what a record carries
    this.addSql(`create index "identifier_record" on "identifier" ("record_id", "kind", "value")`);
    this.addSql(`create table "interaction" (
      "id" bigint not null,
      "connection_id" bigint not null,
      "ref" text not null,
      "kind" text not null,
      "channel" text not null,
      "touchpoint" text null,
      "direction" text null,
      "occurred_at" timestamptz not null,
      "ended_at" timestamptz null,
      "subject" text null,
      "body" text null,
      "sentiment" double precision null,
      "customer_id" bigint null,
      "account_id" bigint null,
      "case_id" bigint null,
      "customer_ref" text null,
      "account_ref" text null,
      "case_ref" text null,
      "status" text null,
      "priority" text null,
      "stated_first_response_at" timestamptz null,
      "first_response_at" timestamptz null,
      "resolved_at" timestamptz null,
      "reopen_count" int not null default 0,
      "contact_count" int not null default 0,
      "duration_seconds" double precision null,
      "amount" double precision null,
      "currency" text null,
      primary key ("id")
    )`);
    this.addSql(`alter table "interaction" add constraint "interaction_ref" unique ("ref")`);
    // interactions, newest first
    this.addSql(`create index "interaction_occurred" on "interaction" ("occurred_at", "id")`);
    // Customer.interactions
    this.addSql(`create index "interaction_customer" on "interaction" ("customer_id", "occurred_at", "id")`);
    // Account.interactions
    this.addSql(
      `create index "interaction_account" on "interaction" ("account_id", "occurred_at", "id") where account_id is not null`,
    );
    // late binding: a person came after what names it
    this.addSql(
      `create index "interaction_customer_ref" on "interaction" ("customer_ref") where customer_ref is not null`,
    );
    // late binding: an account came later
    this.addSql(
      `create index "interaction_account_ref" on "interaction" ("account_ref") where account_ref is not null`,
    );
    // late binding: a case came later
    this.addSql(`create index "interaction_case_ref" on "interaction" ("case_ref") where case_ref is not null`);
    // a case's conversations
    this.addSql(`create index "interaction_case" on "interaction" ("case_id") where case_id is not null`);
    this.addSql(`create table "link" (
      "from_ref" text not null,
      "role" text not null,
      "to_ref" text not null,
      "position" int not null,
      "source_record_id" bigint not null,
      primary key ("from_ref",
      "role",
      "to_ref")
    )`);
    // replacing the links of one record
    this.addSql(`create index "link_source" on "link" ("source_record_id")`);
    this.addSql(`create table "merge" (
      "id" bigserial primary key,
      "entity" text not null,
      "survivor_id" bigint not null,
      "merged_id" bigint not null,
      "cause" text null,
      "merged_at" timestamptz not null default now(),
      "undone_at" timestamptz null
    )`);
    // what became of a merged customer
    this.addSql(`create index "merge_merged" on "merge" ("entity", "merged_id")`);
    // what was merged into a customer
    this.addSql(`create index "merge_survivor" on "merge" ("entity", "survivor_id")`);
    this.addSql(`create table "person_record" (
      "id" bigint not null,
      "connection_id" bigint not null,
      "ref" text not null,
      "customer_id" bigint not null,
      "origin_customer_id" bigint not null,
      "fields" jsonb not null,
      "observed" jsonb not null,
      "traits" jsonb not null,
      "account_ref" text null,
      "version" timestamptz not null,
      "created_at" timestamptz null,
      "live" boolean not null default true,
      primary key ("id")
    )`);
    this.addSql(`alter table "person_record" add constraint "person_record_ref" unique ("ref")`);
    // survivorship, provenance, sourceRecords
    this.addSql(`create index "person_record_customer" on "person_record" ("customer_id")`);
    // an account came or changed: whose employer is it
    this.addSql(
      `create index "person_record_account" on "person_record" ("account_ref") where account_ref is not null`,
    );
    this.addSql(`create table "rejected_record" (
      "id" bigserial primary key,
      "connection_id" bigint not null,
      "run_id" bigint null,
      "object" text not null,
      "external_id" text not null,
      "reason" text not null,
      "payload" jsonb not null,
      "rejected_at" timestamptz not null default now(),
      "attempts" int not null default 1
    )`);
    this.addSql(
      `alter table "rejected_record" add constraint "rejected_record_external" unique ("connection_id", "object", "external_id")`,
    );
    this.addSql(`create table "setting" (
      "key" text not null,
      "value" jsonb not null,
      primary key ("key")
    )`);
    this.addSql(`create table "source_record" (
      "id" bigserial primary key,
      "connection_id" bigint not null,
      "object" text not null,
      "external_id" text not null,
      "version" timestamptz not null,
      "hash" bytea not null,
      "payload" jsonb not null,
      "landed_at" timestamptz not null default now(),
      "deleted_at" timestamptz null,
      "merged_into" text null
    )`);
    // sweeps and link reads: what was landed since
    this.addSql(
      `create index "source_record_landed" on "source_record" ("connection_id", "object", "landed_at", "id")`,
    );
    this.addSql(
      `alter table "source_record" add constraint "source_record_external" unique ("connection_id", "object", "external_id")`,
    );
    this.addSql(`create table "stream_run" (
      "run_id" bigint not null,
      "stream" text not null,
      "position" int not null,
      "status" text not null default 'QUEUED',
      "read" int not null default 0,
      "created" int not null default 0,
      "updated" int not null default 0,
      "unchanged" int not null default 0,
      "deleted" int not null default 0,
      "rejected" int not null default 0,
      "expected" int null,
      "error" text null,
      "started_at" timestamptz null,
      "finished_at" timestamptz null,
      primary key ("run_id",
      "stream")
    )`);
    this.addSql(`create table "stream_state" (
      "connection_id" bigint not null,
      "stream" text not null,
      "cursor" jsonb null,
      "full_run_id" bigint null,
      "full_started_at" timestamptz null,
      "synced_through" timestamptz null,
      "records" int not null default 0,
      "source_count" int null,
      "source_counted_at" timestamptz null,
      primary key ("connection_id",
      "stream")
    )`);
    this.addSql(`create table "survey" (
      "id" bigserial primary key,
      "key" text not null,
      "name" text not null,
      "kind" text not null,
      "connection_id" bigint not null,
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now()
    )`);
    this.addSql(`alter table "survey" add constraint "survey_key" unique ("key")`);
    this.addSql(`create table "survey_answer" (
      "response_ref" text not null,
      "question_key" text not null,
      "source_record_id" bigint not null,
      "asked" jsonb null,
      "response_id" bigint null,
      "question_id" bigint null,
      "score" double precision null,
      "text" text null,
      "sentiment" double precision null,
      primary key ("response_ref",
      "question_key")
    )`);
    // SurveyResponse.answers
    this.addSql(`create index "survey_answer_response" on "survey_answer" ("response_id")`);
    // replacing the answers of one record
    this.addSql(`create index "survey_answer_source" on "survey_answer" ("source_record_id")`);
    this.addSql(`create table "survey_invitation" (
      "id" bigint not null,
      "survey_id" bigint not null,
      "customer_ref" text null,
      "customer_id" bigint null,
      "sent_at" timestamptz not null,
      "status" text not null,
      primary key ("id")
    )`);
    // response rates
    this.addSql(`create index "survey_invitation_sent" on "survey_invitation" ("survey_id", "sent_at")`);
    // late binding
    this.addSql(
      `create index "survey_invitation_customer_ref" on "survey_invitation" ("customer_ref") where customer_ref is not null`,
    );
    this.addSql(`create table "survey_question" (
      "id" bigserial primary key,
      "survey_id" bigint not null,
      "key" text not null,
      "text" text not null,
      "measure" text not null,
      "scale_min" double precision null,
      "scale_max" double precision null,
      "higher_is_better" boolean not null default true,
      "positive_from" double precision null,
      "position" int not null default 0
    )`);
    this.addSql(`alter table "survey_question" add constraint "survey_question_key" unique ("survey_id", "key")`);
    this.addSql(`create table "survey_response" (
      "id" bigint not null,
      "connection_id" bigint not null,
      "ref" text not null,
      "survey_id" bigint not null,
      "customer_id" bigint null,
      "account_id" bigint null,
      "case_id" bigint null,
      "customer_ref" text null,
      "account_ref" text null,
      "case_ref" text null,
      "responded_at" timestamptz not null,
      "channel" text not null,
      "touchpoint" text null,
      primary key ("id")
    )`);
    this.addSql(`alter table "survey_response" add constraint "survey_response_ref" unique ("ref")`);
    // surveyResponses, newest first
    this.addSql(`create index "survey_response_responded" on "survey_response" ("responded_at", "id")`);
    // Survey.responses
    this.addSql(`create index "survey_response_survey" on "survey_response" ("survey_id", "responded_at", "id")`);
    // Customer.surveyResponses
    this.addSql(`create index "survey_response_customer" on "survey_response" ("customer_id", "responded_at", "id")`);
    // late binding
    this.addSql(
      `create index "survey_response_customer_ref" on "survey_response" ("customer_ref") where customer_ref is not null`,
    );
    // late binding
    this.addSql(
      `create index "survey_response_account_ref" on "survey_response" ("account_ref") where account_ref is not null`,
    );
    // late binding
    this.addSql(`create index "survey_response_case_ref" on "survey_response" ("case_ref") where case_ref is not null`);
    this.addSql(`create table "sync_run" (
      "id" bigserial primary key,
      "connection_id" bigint not null,
      "mode" text not null,
      "trigger" text not null,
      "status" text not null default 'QUEUED',
      "dry_run" boolean not null default false,
      "streams" text[] null,
      "idempotency_key" text null,
      "queued_at" timestamptz not null default now(),
      "started_at" timestamptz null,
      "finished_at" timestamptz null,
      "resume_at" timestamptz null,
      "parked" int not null default 0,
      "cancel_requested" boolean not null default false,
      "error" text null,
      "requests" int not null default 0
    )`);
    this.addSql(`alter table "sync_run" add constraint "sync_run_idempotency_key" unique ("idempotency_key")`);
    // syncRuns(connection), Connection.lastRun
    this.addSql(`create index "sync_run_connection" on "sync_run" ("connection_id", "id")`);
    // the sweeper: what is unfinished
    this.addSql(`create index "sync_run_unfinished" on "sync_run" ("id") where status in ('QUEUED', 'RUNNING')`);
    this.addSql(`create table "sync_seen" (
      "run_id" bigint not null,
      "source_record_id" bigint not null,
      primary key ("run_id",
      "source_record_id")
    )`);
  }
}
