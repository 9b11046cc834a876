// Names in the filters of components that do not exist, or no more: a component must not silently count nothing.
import type { Sql } from '../../../base/database/sql.ts';
import { UserError, within } from '../../../base/errors.ts';
import { checkNames } from '../names.ts';
import type { IndexComponent } from './definition.ts';

/** A statement for each component whose filter names something. @throws UserError BAD_USER_INPUT naming the component */
export async function checkComponentNames(
  sql: Sql,
  components: readonly Pick<IndexComponent, 'where'>[],
): Promise<void> {
  for (const [i, { where }] of components.entries()) {
    try {
      await checkNames(sql, where ?? {});
    } catch (error) {
      throw error instanceof UserError ? within(`components.${i}`, error) : error;
    }
  }
}
