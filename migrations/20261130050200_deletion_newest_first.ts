// Deletions go from the newest record to the oldest; those under way went the other way, and begin again.
import { Migration } from '@mikro-orm/migrations';

export const BEGIN_AGAIN =
  'update "connection" set "deleted_through" = 9007199254740991 where "deleted_through" is not null';

export class DeletionNewestFirst extends Migration {
  override up(): void {
    this.addSql(BEGIN_AGAIN);
  }
}
