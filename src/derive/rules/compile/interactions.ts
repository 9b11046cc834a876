// Pure: counts and sums of interactions for all conditions of a statement, in one pass over the table.
import type { InteractionCondition } from '../conditions/interaction.ts';
import { windowOf } from '../duration.ts';
import { holdsAtZero, numberSql } from '../number-test.ts';
import { and, type Build } from './build.ts';
import { baseSql, commonSql, earliestSql, openSql } from './interaction-base.ts';

interface Column {
  readonly name: string;
  readonly sql: string;
  /** What it counts, beyond what all columns ask for. */
  readonly conditions: readonly string[];
}

export class Interactions {
  readonly #asked: InteractionCondition[] = [];
  readonly #columns = new Map<string, Column>();
  #alias = '';

  constructor(readonly build: Build) {}

  /** Whether the customer's meet it, null for false. */
  add(condition: InteractionCondition): string {
    const { build: b } = this;
    if (this.#asked.length === 0) {
      const cte = b.statement.alias();
      this.#alias = b.join(cte, row => `${row}.id = c.id`);
      // Its text is known when all conditions are.
      b.later(() => `${cte} as ${b.materialization} (${this.#select()})`);
    }
    this.#asked.push(condition);
    const conditions = [...baseSql(b, 'i', condition), ...earliestSql(b, 'i.occurred_at', [windowOf(condition)])];
    const tests = testsOf(b, condition, (sql, test) => {
      const column = `${this.#alias}.${this.#column(sql, conditions)}`;
      // Without the coalesce a plan need not look at customers who have none.
      return holdsAtZero(test) ? `coalesce(${column}, 0)` : column;
    });
    return `(${and(tests)})`;
  }

  #column(sql: string, conditions: readonly string[]): string {
    const key = [sql, ...conditions].join(' and ');
    const known = this.#columns.get(key);
    if (known) return known.name;
    const name = `n${this.#columns.size + 1}`;
    this.#columns.set(key, { name, sql, conditions });
    return name;
  }

  #select(): string {
    const { build: b } = this;
    const columns = [...this.#columns.values()];
    // Who is to tell when a case will be resolved has to see the others too.
    const passing = b.options.withDue ? [true, false].flatMap(open => openSql(b, 'i', open)) : [];
    const shared = columns[0]!.conditions.filter(
      one => !passing.includes(one) && columns.every(({ conditions }) => conditions.includes(one)),
    );
    const where = [
      ...shared,
      // Nothing more to say where all ask for one kind.
      ...(shared.some(one => one.startsWith('i.kind =')) ? [] : commonSql(b, 'i', this.#asked)),
      ...earliestSql(b, 'i.occurred_at', this.#asked.map(windowOf)),
      `i.occurred_at <= ${b.now}`,
      ...b.inScope('i.customer_id'),
    ];
    const selected = columns.map(({ name, sql, conditions }) => {
      const own = conditions.filter(one => !shared.includes(one));
      return `${sql}${own.length ? ` filter (where ${and(own)})` : ''} as ${name}`;
    });
    return `select i.customer_id as id, ${[...selected, ...this.#due()].join(', ')}
      from interaction i where ${[...new Set(where)].join(' and ')} group by 1`;
  }

  /** When the first of those within a window leaves it, or an open case is resolved. */
  #due(): string[] {
    const { build: b } = this;
    if (!b.options.withDue) return [];
    const windows = new Map<string, Set<number>>();
    for (const condition of this.#asked) {
      const window = windowOf(condition);
      const base = and(baseSql(b, 'i', condition));
      if (window !== null) windows.set(base, (windows.get(base) ?? new Set()).add(window));
    }
    const leaving = [...windows].map(([base, spans]) => {
      // It leaves the shortest of the windows that it is in first.
      const ends = [...spans].sort((x, y) => x - y);
      const cases = ends.map(ms => `when i.occurred_at > ${b.ago(ms)} then i.occurred_at + ${b.span(ms)}`);
      return `case when ${base} then case ${cases.join(' ')} end end`;
    });
    const all = [...leaving, ...resolvedSql(b, this.#asked)];
    if (all.length === 0) return [];
    b.due(`${this.#alias}.due`);
    return [`min(${all.length === 1 ? all[0] : `least(${all.join(', ')})`}) as due`];
  }
}

/** The tests of a count and a sum; `value` gives the SQL of either. */
export function testsOf(
  b: Build,
  { count, amount }: InteractionCondition,
  value: (sql: string, test: NonNullable<InteractionCondition['count']>) => string,
): string[] {
  // A sum that is not that of nothing is a sum of something.
  const atLeast = count ?? (amount && !holdsAtZero(amount) ? null : { gte: 1 });
  return [
    ...(atLeast ? [numberSql(value('count(*)', atLeast), atLeast, bound => b.bind(bound, 'float8'))] : []),
    // Exact sums do not depend on the order in which they are summed.
    ...(amount ? [numberSql(value('sum(i.amount::numeric)', amount), amount, bound => b.bind(bound, 'numeric'))] : []),
  ];
}

/** When what is known to be resolved later is. */
export function resolvedSql(b: Build, conditions: readonly InteractionCondition[]): string[] {
  return conditions.some(({ open }) => open !== undefined)
    ? [`case when i.kind = ${b.bind('SUPPORT_CASE', 'text')} and i.resolved_at > ${b.now} then i.resolved_at end`]
    : [];
}
