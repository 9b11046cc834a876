// What is summed up of facts is called a rollup, as everywhere. Renamed, so that every sum stays as it is.
import { Migration } from '@mikro-orm/migrations';

export class Rollups extends Migration {
  override up(): void {
    this.addSql('alter table "metric_cell" rename to "metric_rollup"');
    this.addSql('alter index "metric_cell_pkey" rename to "metric_rollup_pkey"');
  }
}
