// Which parts of a lifetime model are unclear; no churn risk for who bought once. All models are fitted anew.
import { Migration } from '@mikro-orm/migrations';

export class LifetimeUnclear extends Migration {
  override up(): void {
    this.addSql(`alter table "lifetime_model" add "unclear" text[] not null default '{}'`);
    this.addSql(`update "lifetime_model" set "unclear" = '{BUYING,LEAVING}' where not "converged"`);
    this.addSql(`update "customer_score" set "churn_risk" = null where "purchases" < 2`);
    this.addSql(`delete from "setting" where "key" = 'lifetime'`);
  }
}
