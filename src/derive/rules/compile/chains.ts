// Pure: interactions that others followed, for all such conditions of a statement, in one walk along each customer's time.
import type { InteractionCondition } from '../conditions/interaction.ts';
import { windowOf } from '../duration.ts';
import { holdsAtZero } from '../number-test.ts';
import { and, type Build } from './build.ts';
import { baseSql, chainOf, commonSql, earliestSql } from './interaction-base.ts';
import { resolvedSql, testsOf } from './interactions.ts';

/** Column names of SQL texts, each once. */
class Columns {
  readonly #names = new Map<string, string>();
  constructor(readonly prefix: string) {}

  name(sql: string): string {
    const name = this.#names.get(sql) ?? `${this.prefix}${this.#names.size + 1}`;
    this.#names.set(sql, name);
    return name;
  }

  get selected(): string[] {
    return [...this.#names].map(([sql, name]) => `${sql} as ${name}`);
  }
}

/** How many rounds of looking ahead there are at most. */
const ROUNDS = 3;

export class Chains {
  readonly #asked: InteractionCondition[] = [];
  /** Which rows a condition is about. */
  readonly #flags = new Columns('f');
  /** By round: what came after each row. The last `then` of a chain is looked at in the first round. */
  readonly #ahead = Array.from({ length: ROUNDS }, (_, round) => new Columns(`a${round + 1}_`));
  readonly #counts = new Columns('n');
  readonly #qualified: { sql: string; window: number }[] = [];
  #alias = '';

  constructor(readonly build: Build) {}

  /** Whether the customer's meet it, null for false. */
  add(condition: InteractionCondition): string {
    const { build: b } = this;
    if (this.#asked.length === 0) {
      const cte = b.statement.alias();
      this.#alias = b.join(cte, row => `${row}.id = c.id`);
      b.later(() => `${cte} as ${b.materialization} (${this.#select()})`);
    }
    this.#asked.push(condition);
    const links = chainOf(condition);
    let qualified = this.#flag(links.at(-1)!, links.length === 1);
    for (let at = links.length - 2; at >= 0; at--) {
      const followed = this.#followed(links[at + 1]!, qualified, links.length - 2 - at);
      qualified = `(${this.#flag(links[at]!, at === 0)} and ${followed})`;
    }
    const window = windowOf(condition);
    if (window !== null) this.#qualified.push({ sql: qualified, window });
    const tests = testsOf(b, condition, (sql, test) => {
      const column = `${this.#alias}.${this.#counts.name(`${sql} filter (where ${qualified})`)}`;
      return holdsAtZero(test) ? `coalesce(${column}, 0)` : column;
    });
    return `(${and(tests)})`;
  }

  /** Only the first looks back from now; the others look ahead from the one before. */
  #flag(condition: InteractionCondition, isFirst: boolean): string {
    const { build: b } = this;
    const window = isFirst ? earliestSql(b, 'i.occurred_at', [windowOf(condition)]) : [];
    return this.#flags.name(`coalesce(${and([...baseSql(b, 'i', condition), ...window])}, false)`);
  }

  /** Whether what came after a row, of the rows that are `qualified`, meets the condition. */
  #followed(condition: InteractionCondition, qualified: string, round: number): string {
    const { build: b } = this;
    const window = windowOf(condition);
    const end = window === null ? 'unbounded' : b.span(window);
    const over = `filter (where ${qualified}) over (partition by i.id order by i.at range between interval '1 microsecond' following and ${end} following)`;
    const tests = testsOf(b, condition, sql => `coalesce(${this.#ahead[round]!.name(`${sql} ${over}`)}, 0)`);
    return `(${and(tests)})`;
  }

  #select(): string {
    const { build: b } = this;
    const links = this.#asked.flatMap(chainOf);
    const where = [
      ...commonSql(b, 'i', links),
      // What follows is later than what it follows.
      ...earliestSql(b, 'i.occurred_at', this.#asked.map(windowOf)),
      `i.occurred_at <= ${b.now}`,
      'i.customer_id is not null',
      ...b.inScope('i.customer_id'),
    ];
    const due = this.#due(links);
    const resolved = b.options.withDue ? resolvedSql(b, links).map(sql => `${sql} as resolved`) : [];
    const flagged = `select i.customer_id as id, i.occurred_at as at, i.amount, ${[...this.#flags.selected, ...resolved].join(', ')}
      from interaction i where ${where.join(' and ')}`;
    const walked = this.#ahead.reduce(
      (rows, columns) =>
        columns.selected.length === 0 ? rows : `select i.*, ${columns.selected.join(', ')} from (${rows}) i`,
      flagged,
    );
    return `select i.id, ${[...this.#counts.selected, ...due].join(', ')} from (${walked}) i group by 1`;
  }

  #due(links: readonly InteractionCondition[]): string[] {
    const { build: b } = this;
    if (!b.options.withDue) return [];
    const all = [
      ...this.#qualified.map(({ sql, window }) => `case when ${sql} then i.at + ${b.span(window)} end`),
      ...resolvedSql(b, links).map(() => 'i.resolved'),
    ];
    if (all.length === 0) return [];
    b.due(`${this.#alias}.due`);
    return [`min(least(${all.join(', ')})) as due`];
  }
}
