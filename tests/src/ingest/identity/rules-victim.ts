// A program of its own that changes the rules and is killed while it decides anew: a line for each batch.
import { createPool, createSql } from '../../../../src/base/database/sql.ts';
import { changeRules } from '../../../../src/ingest/identity/change-rules.ts';
import { parseRules } from '../../../../src/ingest/identity/rules-input.ts';
import { recheckIdentities } from '../../../../src/ingest/page/recheck.ts';

const [url = '', change = ''] = process.argv.slice(2);
const pool = createPool(url);
const sql = createSql(pool);
await changeRules(sql, parseRules(JSON.parse(change)), new Date());
process.stdout.write('changed\n');
await recheckIdentities(sql, { size: 1, onBatch: () => void process.stdout.write('batch\n') });
await pool.end();
