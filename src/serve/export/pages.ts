// Reads the rows of an export page by page, each through the GraphQL operation that an application would send.
import type { GraphQLSchema } from 'graphql';
import { Budget } from '../../base/context/budget.ts';
import type { Context } from '../../base/context/context.ts';
import { notFound, UserError } from '../../base/errors.ts';
import { valueAt } from './column.ts';
import type { Plan } from './plan.ts';
import type { Row } from './shape.ts';

/** Runs operations as the API does: with its checks, in its words. */
export interface Operations {
  readonly schema: GraphQLSchema;
  /** The answer's data. @throws UserError where there is any error, also beside data. */
  run(ctx: Context, text: string, variables: Readonly<Record<string, unknown>>): Promise<Row>;
}

/** Values in the order of the plan's columns. */
export type Values = readonly unknown[];

/** Larger than those of applications: what a page costs besides its rows is then small. */
export const PAGE_ROWS = 500;
/** Of one page as it comes from the database: what bounds memory. */
const PAGE_BYTES = 8_000_000;

/** Pages are smaller where rows are so large that a page would not fit; there is at least one page, which may be empty. */
export async function* readPages(api: Operations, ctx: Context, plan: Plan): AsyncGenerator<readonly Values[]> {
  const { isPaged, text } = plan.document;
  let size = PAGE_ROWS;
  let after: unknown = null;
  for (;;) {
    ctx.signal.throwIfAborted();
    const variables = isPaged ? { ...plan.variables, first: size, after } : plan.variables;
    let data: Row;
    try {
      data = await api.run(pageContext(ctx), text, variables);
    } catch (error) {
      if (!isPaged || size === 1 || !isTooLarge(error)) throw error;
      size = Math.ceil(size / 4);
      continue;
    }
    const { items, holder } = listIn(plan, data);
    yield items.flatMap(item => plan.rows(item)).map(row => valuesOf(plan, { row, beside: holder }));
    const info = holder.pageInfo as { hasNextPage: boolean; endCursor: string } | undefined;
    if (!info?.hasNextPage) return;
    after = info.endCursor;
  }
}

/** Each page may take what one answer may. */
function pageContext(ctx: Context): Context {
  const { cells, bytes } = ctx.budget.limits;
  return { ...ctx, budget: new Budget({ cells, bytes: Math.min(bytes, PAGE_BYTES) }), maxPage: PAGE_ROWS };
}

function isTooLarge(error: unknown): boolean {
  return error instanceof UserError && error.code === 'ANSWER_TOO_LARGE';
}

function valuesOf({ columns }: Plan, row: Row): Values {
  return columns.map(({ path }) => valueAt(row, path));
}

/** The list, and what holds it. */
function listIn({ exported, variables }: Plan, data: Row): { items: Row[]; holder: Row } {
  const { path, subject, name } = exported;
  let holder = data;
  for (const step of path.slice(0, -1)) {
    const next = holder[step] as Row | null;
    if (next === null) throw notFound(step, String(variables[subject ?? ''] ?? name));
    holder = next;
  }
  return { items: holder[path.at(-1)!] as Row[], holder };
}
