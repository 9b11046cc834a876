// Pure: answers for all conditions of a statement: counts and means in one pass, the latest of each measure in one more.
import type { AnswerCondition } from '../conditions/answer.ts';
import { windowOf } from '../duration.ts';
import { numberSql } from '../number-test.ts';
import { and, type Build } from './build.ts';
import { earliestSql } from './interaction-base.ts';

export class Answers {
  readonly #asked: AnswerCondition[] = [];
  readonly #columns = new Map<string, string>();
  readonly #latest = new Map<string, { alias: string; windows: (number | null)[] }>();
  #alias = '';

  constructor(readonly build: Build) {}

  /** Whether the customer's meet it, null for false. */
  add(condition: AnswerCondition): string {
    const { build: b } = this;
    const { latest, any, mean } = condition;
    const bound = (value: number) => b.bind(value, 'float8');
    const tests: string[] = [];
    if (latest) tests.push(this.#newest(condition, value => numberSql(value, latest, bound)));
    if (any) tests.push(`${this.#count(condition, [numberSql('f.value', any, bound)])} > 0`);
    if (mean) {
      const [count, sum] = [this.#count(condition), this.#column(condition, 'sum(f.value::numeric)')];
      // Multiplied, because a quotient would be rounded.
      tests.push(numberSql(sum, mean, value => `${b.bind(value, 'numeric')} * ${count}`));
    }
    if (tests.length === 0) tests.push(`${this.#count(condition)} > 0`);
    return `(${and(tests)})`;
  }

  #count(condition: AnswerCondition, conditions: readonly string[] = []): string {
    return this.#column(condition, 'count(*)', conditions);
  }

  #column(condition: AnswerCondition, sql: string, more: readonly string[] = []): string {
    const { build: b } = this;
    if (this.#asked.length === 0) {
      const cte = b.statement.alias();
      this.#alias = b.join(cte, row => `${row}.id = c.id`);
      b.later(() => `${cte} as ${b.materialization} (${this.#select()})`);
    }
    this.#asked.push(condition);
    const where = [this.#base(condition), ...more];
    const text = `${sql} filter (where ${and(where)})`;
    const name = this.#columns.get(text) ?? `n${this.#columns.size + 1}`;
    this.#columns.set(text, name);
    return `${this.#alias}.${name}`;
  }

  #base(condition: AnswerCondition): string {
    const { build: b } = this;
    return and([`f.kind = ${b.bind(condition.measure, 'text')}`, ...earliestSql(b, 'f.at', [windowOf(condition)])]);
  }

  #select(): string {
    const { build: b } = this;
    const where = [
      `f.kind = any(${b.bind([...new Set(this.#asked.map(one => one.measure))], 'text[]')})`,
      ...earliestSql(b, 'f.at', this.#asked.map(windowOf)),
      `f.at <= ${b.now}`,
      ...b.inScope('f.subject'),
    ];
    const leaving = this.#asked.flatMap(condition => {
      const window = windowOf(condition);
      return window === null ? [] : [`case when ${this.#base(condition)} then f.at + ${b.span(window)} end`];
    });
    const columns = [...this.#columns].map(([sql, name]) => `${sql} as ${name}`);
    if (leaving.length > 0 && b.options.withDue) {
      columns.push(`min(least(${[...new Set(leaving)].join(', ')})) as due`);
      b.due(`${this.#alias}.due`);
    }
    return `select f.subject as id, ${columns.join(', ')} from metric_fact f where ${where.join(' and ')} group by 1`;
  }

  /** The newest answer of all is the newest within a window, when there is one in it. */
  #newest(condition: AnswerCondition, test: (value: string) => string): string {
    const { build: b } = this;
    const { measure } = condition;
    let known = this.#latest.get(measure);
    if (!known) {
      const cte = b.statement.alias();
      const windows: (number | null)[] = [];
      known = { alias: b.join(cte, row => `${row}.id = c.id`), windows };
      this.#latest.set(measure, known);
      b.later(() => {
        const where = [
          `f.kind = ${b.bind(measure, 'text')}`,
          ...earliestSql(b, 'f.at', windows),
          `f.at <= ${b.now}`,
          ...b.inScope('f.subject'),
        ];
        return `${cte} as ${b.materialization} (select distinct on (f.subject) f.subject as id, f.value, f.at from metric_fact f
          where ${where.join(' and ')} order by f.subject, f.at desc, f.source_id desc, f.item desc)`;
      });
    }
    const window = windowOf(condition);
    known.windows.push(window);
    const isWithin = earliestSql(b, `${known.alias}.at`, [window]);
    if (window !== null) b.due(`case when ${isWithin[0]} then ${known.alias}.at + ${b.span(window)} end`);
    return and([...isWithin, test(`${known.alias}.value`)]);
  }
}
