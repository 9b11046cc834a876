// The backlog at a moment: cases are found by when they end.
import { Migration } from '@mikro-orm/migrations';

export class CaseEnd extends Migration {
  override up(): void {
    this.addSql(
      `create index "interaction_case_end" on "interaction" ((case when resolved_at is null then 'infinity'::timestamptz else greatest(resolved_at, occurred_at) end)) where kind = 'SUPPORT_CASE'`,
    );
  }
}
