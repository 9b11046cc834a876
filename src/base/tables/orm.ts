// The entity mapper over our tables: for single things; bulk paths use sql.ts.
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { migrations } from '../../../migrations/index.ts';
import type { OnStatement } from '../database/sql.ts';
import { entities } from './entities.ts';

export function createOrm(url: string, onStatement?: OnStatement): Promise<MikroORM> {
  return MikroORM.init({
    clientUrl: url,
    entities,
    extensions: [Migrator],
    migrations: { migrationsList: migrations, tableName: 'migration', snapshot: false, allOrNothing: true },
    schemaGenerator: { skipTables: ['migration'], ignoreSchema: ['bullmq'] },
    pool: { min: 0, max: 4 },
    driverOptions: { connectionTimeoutMillis: 10_000, application_name: 'cxgraph entities' },
    debug: onStatement ? ['query'] : false,
    colors: false,
    logger: message => onStatement?.(message.replace(/^\[query\] /, '')),
  });
}
