// Takes the data of a connection away in batches: how far it is must outlast a crash.
import { Migration } from '@mikro-orm/migrations';

export class DeletionInBatches extends Migration {
  override up(): void {
    this.addSql('alter table "connection" add column "deleted_through" bigint null');
  }
}
