// A parser for the part of SOQL that connectors use.
import { malformed } from '../errors.ts';
import { type Token, tokens } from './tokens.ts';

export type Value = string | number | boolean | null | Date;
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'IN' | 'NOT IN' | 'LIKE';
export type Condition =
  | { readonly kind: 'and'; readonly parts: readonly Condition[] }
  | { readonly kind: 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'test'; readonly field: string; readonly operator: Operator; readonly values: readonly Value[] };

export interface Query {
  /** Null for `SELECT COUNT()`. */
  readonly fields: readonly string[] | null;
  readonly from: string;
  readonly where: Condition | null;
  readonly order: readonly { readonly field: string; readonly descending: boolean }[];
  readonly limit: number | null;
}

/** Throws MALFORMED_QUERY. Names are not checked here. */
export function parseSoql(soql: string): Query {
  return new Parser(tokens(soql)).query();
}

class Parser {
  private at = 0;

  constructor(private readonly list: readonly Token[]) {}

  query(): Query {
    this.expect('SELECT');
    const fields = this.selection();
    this.expect('FROM');
    const from = this.name();
    const where = this.take('WHERE') ? this.condition() : null;
    const order = this.take('ORDER') ? this.order() : [];
    const limit = this.take('LIMIT') ? Number(this.next('number').value) : null;
    if (this.at < this.list.length) throw malformed(this.list[this.at]!.value);
    return { fields, from, where, order, limit };
  }

  private selection(): string[] | null {
    if (this.take('COUNT')) {
      this.expect('(');
      this.expect(')');
      return null;
    }
    return this.separated(() => this.name());
  }

  private condition(): Condition {
    const first = this.term();
    const word = this.peek('AND') ? 'AND' : this.peek('OR') ? 'OR' : null;
    if (!word) return first;
    const parts = [first];
    while (this.take(word)) parts.push(this.term());
    // As in Salesforce: AND and OR of one level must be told apart by parentheses.
    if (this.peek('AND') || this.peek('OR')) throw malformed(this.list[this.at]!.value);
    return { kind: word === 'AND' ? 'and' : 'or', parts };
  }

  private term(): Condition {
    if (this.take('NOT')) return { kind: 'not', part: this.term() };
    if (this.take('(')) {
      const inner = this.condition();
      this.expect(')');
      return inner;
    }
    const field = this.name();
    const operator = this.operator();
    if (operator !== 'IN' && operator !== 'NOT IN') return { kind: 'test', field, operator, values: [this.value()] };
    this.expect('(');
    const values = this.separated(() => this.value());
    this.expect(')');
    return { kind: 'test', field, operator, values };
  }

  private operator(): Operator {
    if (this.take('NOT')) {
      this.expect('IN');
      return 'NOT IN';
    }
    for (const operator of ['=', '!=', '<=', '<', '>=', '>', 'IN', 'LIKE'] as const)
      if (this.take(operator)) return operator;
    throw malformed(this.list[this.at]?.value ?? '<EOF>');
  }

  private value(): Value {
    const token = this.next();
    if (token.kind === 'text') return token.value;
    if (token.kind === 'number') return Number(token.value);
    if (token.kind === 'moment' || token.kind === 'date') return new Date(normalZone(token.value));
    const word = token.kind === 'word' ? token.value.toLowerCase() : '';
    if (word === 'null') return null;
    if (word === 'true' || word === 'false') return word === 'true';
    throw malformed(token.value);
  }

  private order(): Query['order'] {
    this.expect('BY');
    return this.separated(() => {
      const field = this.name();
      const descending = this.take('DESC');
      if (!descending) this.take('ASC');
      return { field, descending };
    });
  }

  private separated<T>(one: () => T): T[] {
    const all = [one()];
    while (this.take(',')) all.push(one());
    return all;
  }

  private name(): string {
    return this.next('word').value;
  }

  private next(kind?: Token['kind']): Token {
    const token = this.list[this.at++];
    if (!token || (kind && token.kind !== kind)) throw malformed(token?.value ?? '<EOF>');
    return token;
  }

  private peek(text: string): boolean {
    const token = this.list[this.at];
    return (token?.kind === 'word' || token?.kind === 'symbol') && token.value.toUpperCase() === text;
  }

  private take(text: string): boolean {
    if (!this.peek(text)) return false;
    this.at += 1;
    return true;
  }

  private expect(text: string): void {
    if (!this.take(text)) throw malformed(this.list[this.at]?.value ?? '<EOF>');
  }
}

/** `+0000` as JavaScript wants it. */
function normalZone(moment: string): string {
  return moment.replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
}
