// What a refresh could not work off, and how far segments and journeys that were saved are evaluated.
import { Migration } from '@mikro-orm/migrations';

export class SetAside extends Migration {
  override up(): void {
    this.addSql(`create table "set_aside" (
      "subject" bigint not null,
      "step" text not null,
      "reason" text not null,
      "partial" boolean not null,
      "attempts" int not null default 1,
      "first_at" timestamptz not null,
      "last_at" timestamptz not null,
      "next_at" timestamptz null,
      primary key ("subject")
    )`);
    this.addSql('create index "set_aside_next" on "set_aside" ("next_at") where next_at is not null');
    for (const table of ['segment_state', 'journey_state'])
      this.addSql(`alter table "${table}"
        add column "failed_revision" int null,
        add column "failure" text null,
        add column "failed_at" timestamptz null`);
  }
}
