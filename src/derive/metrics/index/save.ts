// Saves a CX index: a change makes a new version, and none that was used before is lost.
import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../../../base/context/context.ts';
import type { Sql } from '../../../base/database/sql.ts';
import { UserError } from '../../../base/errors.ts';
import { checkIndex, type SaveIndexInput } from './check.ts';
import { checkComponentNames } from './component-names.ts';
import type { IndexContent, IndexDefinition } from './definition.ts';
import { definitionOfRow, findIndex, type IndexRow } from './definitions.ts';

/** Gives the newest version back as it is when it says the same. @throws UserError BAD_USER_INPUT naming the field. */
export async function saveIndex(ctx: Context, input: SaveIndexInput): Promise<IndexDefinition> {
  const content = checkIndex(input);
  await checkComponentNames(ctx.sql, content.components);
  return ctx.sql.transaction(async tx => {
    // Two savers of one key wait for each other, so that versions follow without a gap.
    await tx.query(`select pg_advisory_xact_lock(hashtext('cxgraph.cx-index ' || $1))`, [content.key]);
    const newest = await newestOf(tx, content.key);
    if (newest && isDeepStrictEqual(contentOf(newest), content)) return newest;
    const { key, name, description, aggregation, components } = content;
    const row = await tx.one<IndexRow>(
      `insert into cx_index_definition (key, version, name, description, aggregation, components)
       values ($1, $2, $3, $4, $5, $6) returning *`,
      [key, (newest?.version ?? 0) + 1, name, description, aggregation, JSON.stringify(components)],
    );
    return definitionOfRow(row!);
  });
}

async function newestOf(tx: Sql, key: string): Promise<IndexDefinition | null> {
  try {
    return await findIndex(tx, key);
  } catch (error) {
    if (error instanceof UserError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

function contentOf({ key, name, description, aggregation, components }: IndexDefinition): IndexContent {
  return { key, name, description, aggregation, components };
}
