// A date without a time stays a day: purchases and campaign responses of Salesforce, which were at its midnight of UTC.
import { Migration } from '@mikro-orm/migrations';

export class Days extends Migration {
  override up(): void {
    this.addSql('alter table "interaction" add "occurred_on" date null');
    // Both came from fields that hold a date alone. The figures are counted anew with this version.
    this.addSql(`update interaction i
      set occurred_on = (i.occurred_at at time zone 'UTC')::date, occurred_at = i.occurred_at + interval '10 hours'
      from connection c
      where c.id = i.connection_id and c.connector = 'salesforce' and i.kind in ('PURCHASE', 'CAMPAIGN_RESPONSE', 'REFERRAL')
        and i.occurred_at = date_trunc('day', i.occurred_at, 'UTC')`);
  }
}
