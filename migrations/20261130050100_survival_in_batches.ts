// Decides who wins after a source's rank changed in batches: how far it is must outlast a crash.
import { Migration } from '@mikro-orm/migrations';

export class SurvivalInBatches extends Migration {
  override up(): void {
    this.addSql('alter table "connection" add column "survived_through" bigint null');
  }
}
