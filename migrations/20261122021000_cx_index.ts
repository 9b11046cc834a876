// Versions of CX index definitions. Ids below 1001 are those of the templates, which are code.
import { Migration } from '@mikro-orm/migrations';

export class CxIndex extends Migration {
  override up(): void {
    this.addSql(`create table "cx_index_definition" (
      "id" bigserial primary key,
      "key" text not null,
      "version" int not null,
      "name" text not null,
      "description" text null,
      "aggregation" text not null,
      "components" jsonb not null,
      "created_at" timestamptz not null default now()
    )`);
    this.addSql(
      `alter table "cx_index_definition" add constraint "cx_index_definition_version" unique ("key", "version")`,
    );
    this.addSql(`alter sequence "cx_index_definition_id_seq" restart with 1001`);
  }
}
