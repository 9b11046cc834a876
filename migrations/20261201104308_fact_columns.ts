// Facts know language and account of their customers, as they know the country.
import { Migration } from '@mikro-orm/migrations';

export class FactColumns extends Migration {
  override up(): void {
    this.addSql('alter table "metric_fact" add "language" text null, add "account_id" bigint null');
  }
}
