// What changed, the facts that metrics count, and their sums by day and hour.
import { Migration } from '@mikro-orm/migrations';

export class MetricFacts extends Migration {
  override up(): void {
    // Marks are only ever added and taken away: a row that two transactions share would lose the later one's news.
    this.addSql('drop table "customer_mark"');
    this.addSql(`create table "change_mark" (
      "id" bigserial primary key,
      "subject" bigint not null,
      "marked_at" timestamptz not null default now()
    )`);
    this.addSql(`create table "metric_fact" (
      "source_id" bigint not null,
      "item" bigint not null,
      "kind" text not null,
      "subject" bigint not null,
      "at" timestamptz not null,
      "value" double precision not null,
      "sign" smallint not null,
      "bin" int not null,
      "unit" text not null,
      "channel" text null,
      "touchpoint" text null,
      "survey_id" bigint null,
      "connection_id" bigint not null,
      "country" text null,
      "lifecycle_stage" text null,
      "case_id" bigint null,
      primary key ("source_id",
      "item",
      "kind")
    )`);
    // reports that no cell set covers, metricRows
    this.addSql(`create index "metric_fact_kind" on "metric_fact" ("kind", "at", "source_id", "item")`);
    // the refresh: what is held of a customer; scores
    this.addSql(`create index "metric_fact_subject" on "metric_fact" ("subject", "kind", "at")`);
    this.addSql(`create table "metric_cell" (
      "kind" text not null,
      "set" smallint not null,
      "grain" text not null,
      "at" timestamptz not null,
      "k1" text not null,
      "k2" text not null,
      "k3" text not null,
      "unit" text not null,
      "bin" int not null,
      "n" int not null,
      "positive" int not null,
      "negative" int not null,
      "sum" numeric not null,
      "squares" numeric not null,
      "s0" int not null,
      "s1" int not null,
      "s2" int not null,
      "s3" int not null,
      "s4" int not null,
      "s5" int not null,
      "s6" int not null,
      "s7" int not null,
      primary key ("kind",
      "set",
      "grain",
      "at",
      "k1",
      "k2",
      "k3",
      "unit",
      "bin")
    )`);
    this.addSql(`create table "metric_figure" (
      "id" text not null,
      "figure" text not null,
      "from" date not null,
      "to" date not null,
      "amount" double precision not null,
      "currency" text null,
      "recorded_at" timestamptz not null default now(),
      primary key ("id")
    )`);
    // figures of a period
    this.addSql(`create index "metric_figure_period" on "metric_figure" ("figure", "to", "from")`);
    // Everything that is there already is looked at once.
    this.addSql('insert into "change_mark" ("subject") select "id" from "customer"');
    for (const table of ['interaction', 'survey_response', 'survey_invitation'])
      this.addSql(`insert into "change_mark" ("subject") select -"id" from "${table}" where "customer_id" is null`);
  }
}
