// What metrics and indices are to reach.
import { Migration } from '@mikro-orm/migrations';

export class Targets extends Migration {
  override up(): void {
    this.addSql(`create table "target" (
      "id" bigserial primary key,
      "key" text not null,
      "metric" text null,
      "index_key" text null,
      "compared" text not null,
      "value" double precision not null,
      "higher_is_better" boolean not null,
      "filter" jsonb null,
      "during" jsonb not null,
      "created_at" timestamptz not null default now(),
      "updated_at" timestamptz not null default now()
    )`);
    this.addSql('alter table "target" add constraint "target_key" unique ("key")');
  }
}
