// Reads one object's rows by REST: with the columns this user may see, in parts when they are too many for one URI.
import { ConnectorError, Fatal, Retry } from '../errors.ts';
import { MAX_URI, PAGE_ROWS, path } from './api.ts';
import { type Columns, columnsOf, parts } from './columns.ts';
import { ApiError } from './failures.ts';
import { type Row, rowOf } from './rows.ts';
import type { SalesforceSession } from './session.ts';
import { IN_ORDER, idIn, type Key, type Stretch, select, within } from './soql.ts';
import type { Table } from './tables.ts';
import { QueryPage } from './wire.ts';

/** Room that is left in a URI for the condition, or for at least 100 ids. */
const MAX_COLUMNS = MAX_URI - 3000;
/** Bytes of one id in a URI: quotes become three bytes each. */
const ID_BYTES = 26;
const MAX_ATTEMPTS = 4;
const PAGES = { 'sforce-query-options': `batchSize=${PAGE_ROWS}` };

export class Reader {
  private known: Columns | null = null;
  private readonly dropped = new Set<string>();

  constructor(
    readonly session: SalesforceSession,
    readonly table: Table,
  ) {}

  async columns(): Promise<Columns> {
    this.known ??= columnsOf(this.table, await this.session.describe(this.table.name), this.dropped);
    return this.known;
  }

  /** First page of a stretch, in order, behind `after`. */
  async first(stretch: Stretch, after: Key | null): Promise<QueryPage> {
    const [columns = []] = await this.parts();
    const soql = select(columns, this.table.name, within(stretch, after)) + IN_ORDER;
    return this.session.call(QueryPage, path.queryAll(soql), { headers: PAGES });
  }

  next(locator: string): Promise<QueryPage> {
    return this.session.call(QueryPage, locator, { headers: PAGES });
  }

  /** The rows of a page, with the columns that the page's own query had no room for. */
  async complete(page: readonly Row[]): Promise<Row[]> {
    const [, ...others] = await this.parts();
    if (others.length === 0 || page.length === 0) return [...page];
    const { joined, torn } = await this.join(page, others);
    return [...joined, ...(await this.byIds(torn))];
  }

  /** Rows by id, those in the bin too; what is purged is missing. Throws Retry when a row changes all the time. */
  async byIds(ids: readonly string[]): Promise<Row[]> {
    const found: Row[] = [];
    let pending = [...ids];
    for (let attempt = 0; pending.length > 0 && attempt < MAX_ATTEMPTS; attempt++) {
      const [first = [], ...others] = await this.parts();
      const rows = [...(await this.part(first, pending)).values()];
      const { joined, torn } = await this.join(rows, others);
      found.push(...joined);
      pending = torn;
    }
    if (pending.length > 0) throw new Retry(`${this.table.name} rows change while they are read`, 60_000);
    return found;
  }

  /** After INVALID_FIELD: looks again at what may be read. Throws Fatal when nothing can be left out. */
  async withoutField(error: unknown): Promise<void> {
    if (!(error instanceof ApiError) || error.code !== 'INVALID_FIELD') throw error;
    const before = await this.columns();
    this.known = columnsOf(this.table, await this.session.describe(this.table.name, true), this.dropped);
    const gone = before.names.filter(name => !this.known?.types.has(name));
    if (gone.length === 0) {
      const [, column] = /No such (?:column|relation) '([\w.]+)'/.exec(error.message) ?? [];
      const [, parent] = /relationship '(\w+)'/.exec(error.message) ?? [];
      gone.push(...before.names.filter(name => name === column || (parent && name.startsWith(`${parent}.`))));
      if (gone.length === 0) throw new Fatal(`${this.table.name} refuses a field it describes`, {}, { cause: error });
      for (const name of gone) this.dropped.add(name);
      this.known = null;
    }
    this.session.host.log('warn', 'fields can no longer be read', { object: this.table.name, fields: gone });
  }

  /** Runs `task` again without the fields that are refused. */
  async tolerant<T>(task: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await task();
      } catch (error) {
        if (error instanceof ConnectorError) throw error;
        await this.withoutField(error);
      }
    }
  }

  private async parts(): Promise<string[][]> {
    return parts((await this.columns()).names, MAX_COLUMNS);
  }

  /** Rows that have the same stamp in every part, and the ids of those that changed between two queries. */
  private async join(rows: readonly Row[], others: readonly string[][]): Promise<{ joined: Row[]; torn: string[] }> {
    const ids = rows.map(row => row.id);
    const pieces: Map<string, Row>[] = [];
    for (const columns of others) pieces.push(await this.part(columns, ids));
    const joined: Row[] = [];
    const torn: string[] = [];
    for (const row of rows) {
      const found = pieces.map(piece => piece.get(row.id));
      if (found.some(piece => piece?.at !== row.at)) torn.push(row.id);
      else joined.push({ ...row, payload: Object.assign({}, row.payload, ...found.map(piece => piece?.payload)) });
    }
    return { joined, torn };
  }

  private async part(columns: readonly string[], ids: readonly string[]): Promise<Map<string, Row>> {
    const size = Math.floor((MAX_URI - columns.join(',').length - 200) / ID_BYTES);
    const found = new Map<string, Row>();
    for (let i = 0; i < ids.length; i += size) {
      const soql = select(columns, this.table.name, idIn(ids.slice(i, i + size)));
      let page = await this.session.call(QueryPage, path.queryAll(soql), { headers: PAGES });
      for (;;) {
        for (const record of page.records) found.set(String(record.Id), rowOf(record));
        if (page.done || !page.nextRecordsUrl) break;
        page = await this.next(page.nextRecordsUrl);
      }
    }
    return found;
  }
}
