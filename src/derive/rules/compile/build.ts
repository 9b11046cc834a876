// Pure: what the conditions of a statement share: values, tables that are joined, and when time changes something.
import type { Statement } from '../../../base/database/statement.ts';

/** All customers, or those of a list: the SQL of a bigint[] parameter. */
export type Scope = 'EVERYBODY' | { readonly customers: string };

export interface BuildOptions {
  readonly scope: Scope;
  readonly now: Date;
  /** Whether it is asked when time alone may change something. */
  readonly withDue: boolean;
}

export class Build {
  readonly #ctes: (() => string)[] = [];
  /** Moments after now, or null. */
  readonly dues: string[] = [];
  readonly #joins = new Map<string, { alias: string; sql: string }>();
  readonly #values = new Map<string, string>();
  readonly #shared = new Map<unknown, unknown>();

  constructor(
    readonly statement: Statement,
    readonly options: BuildOptions,
  ) {}

  /** Equal values share a place, so that equal conditions are equal texts. */
  bind(value: unknown, type: string): string {
    const key = `${type} ${JSON.stringify(value)}`;
    const place = this.#values.get(key) ?? this.statement.bind(value, type);
    this.#values.set(key, place);
    return place;
  }

  get now(): string {
    return this.bind(this.options.now, 'timestamptz');
  }

  /** Values later than this lie within the last so many milliseconds. */
  ago(ms: number): string {
    return this.bind(new Date(this.options.now.getTime() - ms), 'timestamptz');
  }

  span(ms: number): string {
    return `make_interval(secs => ${this.bind(ms / 1000, 'float8')})`;
  }

  /** Joins to the customers what has one row for each, or none; once for each text. */
  join(source: string, on: (alias: string) => string): string {
    const key = `${source} ${on('')}`;
    const known = this.#joins.get(key);
    if (known) return known.alias;
    const alias = this.statement.alias();
    this.#joins.set(key, { alias, sql: `left join ${source} ${alias} on ${on(alias)}` });
    return alias;
  }

  /** What conditions of a kind keep together, so that a table is read once for all of them. */
  shared<T>(Kept: new (b: Build) => T): T {
    const kept = (this.#shared.get(Kept) as T | undefined) ?? new Kept(this);
    this.#shared.set(Kept, kept);
    return kept;
  }

  /** A CTE whose text is known when all conditions are. */
  later(cte: () => string): void {
    this.#ctes.push(cte);
  }

  /** All CTEs; some of them say then when something is due. */
  finish(): string {
    const ctes = this.#ctes.map(cte => cte());
    // Each value is named here, never looked at: who leaves out the due moment leaves out values that only it has.
    const values = [...this.#values.values(), 'true'].map(value => `${value} is null`);
    return [...ctes, `${this.statement.alias()} as (select where ${values.join(' or ')})`].join(',\n');
  }

  /** In a list each process of a parallel plan would count anew what is not materialized. */
  get materialization(): string {
    return this.options.withDue ? '' : 'materialized';
  }

  due(sql: string): void {
    if (this.options.withDue && !this.dues.includes(sql)) this.dues.push(sql);
  }

  /** Conditions that keep a table to the customers in question. */
  inScope(column: string): string[] {
    const { scope } = this.options;
    return scope === 'EVERYBODY' ? [] : [`${column} = any(${scope.customers})`];
  }

  get from(): string {
    const where = ['c.deleted_at is null', 'c.merged_into is null', ...this.inScope('c.id')];
    const joins = [...this.#joins.values()].map(join => join.sql);
    return ['customer c', ...joins, `where ${where.join(' and ')}`].join('\n');
  }
}

/** Of none: true. */
export function and(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'true' : conditions.join(' and ');
}
