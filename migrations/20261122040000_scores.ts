// Scores of customers, and the models behind them.
import { Migration } from '@mikro-orm/migrations';

export class Scores extends Migration {
  override up(): void {
    this.addSql(`create table "customer_score" (
      "customer_id" bigint not null,
      "latest_nps" int null,
      "latest_csat" double precision null,
      "latest_csat_scale" text null,
      "latest_ces" double precision null,
      "latest_ces_scale" text null,
      "health" double precision not null default '-infinity'::double precision,
      "health_version" int null,
      "purchases" int not null default 0,
      "first_purchase" date null,
      "last_purchase" date null,
      "mean_amount" double precision null,
      "currency" text null,
      "churn_risk" double precision null,
      "lifetime_value" double precision not null default '-infinity'::double precision,
      "model_version" int null,
      "computed_at" timestamptz not null default now(),
      primary key ("customer_id")
    )`);
    // customers ordered by HEALTH and by LIFETIME_VALUE
    this.addSql(`create index "customer_score_health" on "customer_score" ("health", "customer_id")`);
    this.addSql(`create index "customer_score_lifetime_value" on "customer_score" ("lifetime_value", "customer_id")`);
    this.addSql(`create table "lifetime_model" (
      "currency" text not null,
      "version" int not null,
      "params" jsonb not null,
      "converged" boolean not null,
      "sample" int not null,
      "population" int not null,
      "fitted_at" timestamptz not null default now(),
      primary key ("currency",
      "version")
    )`);
    // Whoever is there has a place in the order at once, and scores after the next refresh.
    this.addSql('insert into "customer_score" ("customer_id") select "id" from "customer"');
    this.addSql('insert into "change_mark" ("subject") select "id" from "customer"');
  }
}
