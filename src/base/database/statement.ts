// Pure: one SQL statement in the making: hands out aliases and parameter places, so that no value ever becomes SQL text.
import type { Connector } from '../../../connectors/contract.ts';

/** What readers may know beside the rows: it is given as parameters too. */
export interface ReadContext {
  readonly connectors: ReadonlyMap<string, Connector>;
  /** Rows that a page may have, where that is not what it is for applications. */
  readonly maxPage?: number;
}

export class Statement {
  readonly params: unknown[] = [];
  #aliases = 0;
  #scale = 1;
  /** How many items the answer can have at most, over all pages and the pages inside them. */
  items = 0;
  /** What users put together freely hardly comes again in the same form: no connection is to keep it prepared. */
  isRare = false;

  /** Without a context nothing is read that connectors say. */
  constructor(readonly context: ReadContext = { connectors: new Map() }) {}

  /** A place for the value, with its SQL type. Each call has a place of its own, so that the text has one shape. */
  bind(value: unknown, type: string): string {
    this.params.push(value);
    return `$${this.params.length}::${type}`;
  }

  /** Compiles what is read for each of `size` rows. */
  perRow<T>(size: number, compile: () => T): T {
    this.items += this.#scale * size;
    return this.each(size, compile);
  }

  /** The same for rows that do not count as items themselves, but the pages inside them do. */
  each<T>(size: number, compile: () => T): T {
    this.#scale *= size;
    const result = compile();
    this.#scale /= size;
    return result;
  }

  alias(): string {
    this.#aliases += 1;
    return `t${this.#aliases}`;
  }
}

/** Names and constants of our own code, never values from outside. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** RFC 3339 in UTC with milliseconds. */
export function utc(moment: string): string {
  return `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
