// Business calendars: opening hours and holidays, by which durations are counted beside the clock, and fiscal years.
import { Migration } from '@mikro-orm/migrations';

export class BusinessCalendars extends Migration {
  override up(): void {
    this.addSql(`create table "business_calendar" (
      "key" text not null,
      "time_zone" text not null,
      "week_start" text not null,
      "fiscal_year_start" int not null,
      "hours" jsonb not null,
      "holidays" jsonb not null,
      "updated_at" timestamptz not null default now(),
      primary key ("key")
    )`);
    this.addSql(`create table "business_open" (
      "opens_at" timestamptz not null,
      "closes_at" timestamptz not null,
      "seconds_before" bigint null,
      primary key ("opens_at")
    )`);
  }
}
