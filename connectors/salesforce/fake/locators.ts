// Pages of a query: the first answer, and locators that go on behind its last row.
import type { FakeRow } from '../../kit/fake-rows.ts';
import type { FakeClock } from '../../kit/fake-server.ts';
import { badLocator } from './errors.ts';
import type { Org } from './org.ts';
import { type Prepared, prepare, render, rowsOf, total, type WireRecord } from './query.ts';

export interface QueryAnswer {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly WireRecord[];
}

interface Locator {
  readonly prepared: Prepared;
  readonly totalSize: number;
  readonly last: FakeRow;
  readonly offset: number;
  readonly expiresAt: number;
}

const LIFE_MS = 48 * 3600_000;

export class Locators {
  private readonly open = new Map<string, Locator>();
  private issued = 0;

  constructor(
    private readonly org: Org,
    private readonly clock: FakeClock,
  ) {}

  first(soql: string, all: boolean, size: number, version: string): QueryAnswer {
    const prepared = prepare(this.org, soql, all);
    const totalSize = total(this.org, prepared);
    if (prepared.query.fields === null) return { totalSize, done: true, records: [] };
    return this.page(prepared, totalSize, undefined, 0, size, version);
  }

  /** Throws INVALID_QUERY_LOCATOR when it is unknown or too old. */
  next(name: string, size: number, version: string): QueryAnswer {
    const locator = this.open.get(name);
    if (!locator || locator.expiresAt < this.clock.now()) throw badLocator();
    return this.page(locator.prepared, locator.totalSize, locator.last, locator.offset, size, version);
  }

  expireAll(): void {
    this.open.clear();
  }

  private page(
    prepared: Prepared,
    totalSize: number,
    after: FakeRow | undefined,
    offset: number,
    size: number,
    version: string,
  ): QueryAnswer {
    const wanted = Math.min(size, (prepared.query.limit ?? Number.POSITIVE_INFINITY) - offset);
    const rows: FakeRow[] = [];
    let more = false;
    for (const row of rowsOf(this.org, prepared, after)) {
      if (rows.length === wanted) {
        more = wanted === size;
        break;
      }
      rows.push(row);
    }
    const records = rows.map(row => render(this.org, prepared, row, version));
    const last = rows.at(-1);
    if (!more || !last) return { totalSize, done: true, records };
    this.issued += 1;
    const name = `0r8${this.issued.toString(36).toUpperCase().padStart(15, '0')}-${offset + rows.length}`;
    const expiresAt = this.clock.now() + LIFE_MS;
    this.open.set(name, { prepared, totalSize, last, offset: offset + rows.length, expiresAt });
    return { totalSize, done: false, nextRecordsUrl: `/services/data/v${version}/query/${name}`, records };
  }
}
