// What sources do not tell of cases is null, not 0; when they were first resolved and reopened; how much of health is known.
import { Migration } from '@mikro-orm/migrations';

export class Told extends Migration {
  override up(): void {
    this.addSql(`alter table "interaction"
      alter column "reopen_count" drop not null, alter column "reopen_count" drop default,
      alter column "contact_count" drop not null, alter column "contact_count" drop default,
      add column "reopened_at" timestamptz null,
      add column "first_resolved_at" timestamptz null,
      add column "stated_contact_count" int null`);
    this.addSql('alter table "customer_score" add column "health_coverage" double precision null');
    // Until now 0 also stood for what nobody told. Of other kinds nobody ever asked.
    this.addSql(`update "interaction" set "reopen_count" = null
      where kind = 'SUPPORT_CASE' and reopen_count = 0`);
    this.addSql(`update "interaction" c set "contact_count" = null
      where kind = 'SUPPORT_CASE' and not exists (
        select from "interaction" i where i.case_id = c.id and i.direction = 'INBOUND'
          and i.occurred_at between c.occurred_at - interval '1 hour' and c.occurred_at + interval '1 hour'
      )`);
    // Values as they were when an alert opened.
    const unknown = `'{"coverage": null, "missing": []}'::jsonb`;
    this.addSql(`update "alert" set "value" = value || ${unknown} where value ->> 'metric' is not null`);
    this.addSql(`update "alert" set "value" = jsonb_set(value, '{components}', (
        select jsonb_agg(jsonb_set(c, '{raw}', (c -> 'raw') || ${unknown}) order by n)
        from jsonb_array_elements(value -> 'components') with ordinality e(c, n)
      )) where jsonb_array_length(value -> 'components') > 0`);
  }
}
