// The rows of one org and what can happen to them: writes, merges, the bin.
import { type FakeRow, type FakeRows, FakeTable, NO_ROWS } from '../../kit/fake-rows.ts';
import type { FakeClock } from '../../kit/fake-server.ts';
import { to18 } from '../ids.ts';
import { invalidType } from './errors.ts';
import { type FieldSpec, type ObjectSpec, schemaOf } from './schema.ts';
import type { SalesforceWorld } from './world.ts';

export type Fields = FakeRow['fields'];
export type Scalar = Fields[string];

interface Table {
  readonly spec: ObjectSpec;
  readonly rows: FakeTable;
  /** Ids of rows in the bin. */
  readonly bin: Set<string>;
}

/** Salesforce's clocks count seconds: every stamp is cut to one. */
const second = (ms: number) => Math.floor(ms / 1000) * 1000;

export class Org {
  readonly schema: Map<string, ObjectSpec>;
  private readonly tables = new Map<string, Table>();
  /** Loser to winner: references follow a merge without moving the referring row's stamp. */
  private readonly merged = new Map<string, string>();
  private readonly hidden = new Set<string>();
  private created = 0;

  constructor(
    readonly world: SalesforceWorld,
    private readonly clock: FakeClock,
    without: readonly string[],
  ) {
    this.schema = schemaOf(world);
    for (const name of without) this.schema.delete(name);
    for (const [name, spec] of this.schema) {
      const base = world.objects[name] ?? this.ownRows(name);
      this.tables.set(name, { spec, rows: new FakeTable(wholeSeconds(base)), bin: binned(base) });
    }
  }

  table(name: string): Table {
    const table = this.tables.get(name);
    if (!table) throw invalidType(name);
    return table;
  }

  /** The field as this user may see it. */
  field(object: string, name: string): FieldSpec | undefined {
    return this.hidden.has(`${object}.${name}`) ? undefined : this.table(object).spec.fields.get(name);
  }

  hide(object: string, name: string): void {
    this.hidden.add(`${object}.${name}`);
  }

  show(object: string, name: string): void {
    this.hidden.delete(`${object}.${name}`);
  }

  get(object: string, id: string): FakeRow | undefined {
    return this.table(object).rows.get(to18(id));
  }

  /** A field as it is stored; references point at the survivor of a merge. */
  value(object: string, row: FakeRow, name: string): Scalar {
    if (name === 'Id') return row.id;
    if (name === 'IsDeleted') return row.fields.IsDeleted ?? false;
    if (name === 'CreatedDate') return new Date(second(row.createdAt)).toISOString();
    if (name === 'SystemModstamp') return new Date(row.modifiedAt).toISOString();
    if (name === 'LastModifiedDate') return row.fields.LastModifiedDate ?? new Date(row.modifiedAt).toISOString();
    const stored = row.fields[name] ?? null;
    if (typeof stored !== 'string' || !this.merged.has(stored) || name === 'MasterRecordId') return stored;
    const isReference = this.table(object).spec.fields.get(name)?.type === 'reference';
    return isReference ? this.survivor(stored) : stored;
  }

  create(object: string, fields: Fields, stamp = this.clock.now()): string {
    const { spec, rows } = this.table(object);
    this.created += 1;
    const id = to18(`${spec.keyPrefix}FK${this.created.toString(36).toUpperCase().padStart(10, '0')}`);
    rows.put({ id, createdAt: stamp, modifiedAt: second(stamp), fields: stored(fields) });
    return id;
  }

  update(object: string, id: string, fields: Fields): void {
    const row = this.mustGet(object, id);
    if (object === 'Case') this.track(row, fields);
    this.table(object).rows.put({ ...row, modifiedAt: this.stamp(), fields: { ...row.fields, ...stored(fields) } });
  }

  /** The org keeps the history of a case's status. */
  private track(row: FakeRow, { Status }: Fields): void {
    const before = row.fields.Status ?? null;
    if (!this.tables.has('CaseHistory') || Status === undefined || Status === before) return;
    this.create('CaseHistory', { CaseId: row.id, Field: 'Status', OldValue: before, NewValue: Status });
  }

  delete(object: string, id: string): void {
    this.update(object, id, { IsDeleted: true });
    this.table(object).bin.add(to18(id));
  }

  undelete(object: string, id: string): void {
    this.update(object, id, { IsDeleted: false, MasterRecordId: null });
    this.table(object).bin.delete(to18(id));
    this.merged.delete(to18(id));
  }

  merge(object: string, winner: string, loser: string): void {
    this.update(object, loser, { IsDeleted: true, MasterRecordId: to18(winner) });
    this.update(object, winner, {});
    this.table(object).bin.add(to18(loser));
    this.merged.set(to18(loser), to18(winner));
  }

  /** Out of the bin for good: no query shows it again. */
  purge(object: string, id: string): void {
    this.table(object).rows.remove(to18(id));
    this.table(object).bin.delete(to18(id));
  }

  counts(): Record<string, number> {
    return Object.fromEntries([...this.tables].map(([name, { rows, bin }]) => [name, rows.size - bin.size]));
  }

  private survivor(id: string): string {
    let at = id;
    for (let next = this.merged.get(at); next; next = this.merged.get(at)) at = next;
    return at;
  }

  private stamp(): number {
    return second(this.clock.now());
  }

  private mustGet(object: string, id: string): FakeRow {
    const row = this.get(object, id);
    if (!row) throw new Error(`no ${object} ${id}`);
    return row;
  }

  private ownRows(name: string): FakeRows {
    if (name !== 'Organization') return NO_ROWS;
    const row = { id: to18(this.world.orgId), createdAt: 0, modifiedAt: 0, fields: { Name: 'Sandbox' } };
    return { length: 1, at: () => row, positionOf: id => (id === row.id ? 0 : undefined) };
  }
}

/** Large generated tables have an empty bin: looking would mean to build every row. */
function binned(base: FakeRows): Set<string> {
  const bin = new Set<string>();
  if (base.modifiedInOrder) return bin;
  for (let i = 0; i < base.length; i++) {
    const row = base.at(i);
    if (row.fields.IsDeleted === true) bin.add(row.id);
  }
  return bin;
}

/** Salesforce keeps no empty text. */
function stored(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value === '' ? null : value]));
}

function wholeSeconds(rows: FakeRows): FakeRows {
  return {
    length: rows.length,
    modifiedInOrder: rows.modifiedInOrder,
    positionOf: id => rows.positionOf(id),
    at: position => {
      const row = rows.at(position);
      return row.modifiedAt % 1000 === 0 ? row : { ...row, modifiedAt: second(row.modifiedAt) };
    },
  };
}
