// A copy of the facts that lies column by column, for questions that no rollup answers.
import { Migration } from '@mikro-orm/migrations';

export class MetricChunks extends Migration {
  override up(): void {
    this.addSql(`create table "metric_chunk" (
      "id" bigserial primary key,
      "kind" text not null,
      "month" timestamptz not null,
      "signed" smallint not null,
      "facts" int not null,
      "first_at" timestamptz not null,
      "last_at" timestamptz not null,
      "hundredths" smallint not null,
      "whole" boolean not null,
      "at" bytea not null,
      "amounts" bytea null,
      "outcome" bytea null,
      "subject" bytea null,
      "survey_id" bytea null,
      "connection_id" bytea null,
      "account_id" bytea null,
      "case_id" bytea null,
      "channel" bytea null,
      "touchpoint" bytea null,
      "country" bytea null,
      "lifecycle_stage" bytea null,
      "language" bytea null
    )`);
    this.addSql('create index "metric_chunk_kind" on "metric_chunk" ("kind", "month")');
    this.addSql(`create table "metric_code" (
      "code" serial primary key,
      "name" text not null
    )`);
    this.addSql('alter table "metric_code" add constraint "metric_code_name_unique" unique ("name")');
    // Read as they are: to unpack them would take longer than to read them.
    const packed = [
      'at',
      'amounts',
      'outcome',
      'subject',
      'survey_id',
      'connection_id',
      'account_id',
      'case_id',
    ].concat(['channel', 'touchpoint', 'country', 'lifecycle_stage', 'language']);
    this.addSql(`alter table "metric_chunk" ${packed.map(name => `alter "${name}" set storage external`).join(', ')}`);
    // metrics by priority: all cases that have one
    this.addSql('create index "interaction_priority" on "interaction" ("priority", "id") where priority is not null');
    // those that may be joined
    this.addSql('create index "metric_chunk_small" on "metric_chunk" ("kind", "month") where facts < 4096');
  }
}
