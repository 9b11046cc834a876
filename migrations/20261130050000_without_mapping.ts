// A connection's mapping was stored and read nowhere.
import { Migration } from '@mikro-orm/migrations';

export class WithoutMapping extends Migration {
  override up(): void {
    this.addSql('alter table "connection" drop column "mapping"');
  }
}
