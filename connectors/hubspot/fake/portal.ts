// A portal's state and everything that can happen to it; also the control object of tests and sandboxes.
import type { FakeRow } from '../../kit/fake-rows.ts';
import type { FakeClock } from '../../kit/fake-server.ts';
import { LinkBook } from './link-book.ts';
import type { Switches } from './options.ts';
import { TypeStore } from './store.ts';
import { PATHS, pathOf } from './types.ts';
import type { HubSpotProperty, HubSpotWorld } from './world.ts';

export type Values = Record<string, string | null>;
export interface Moment {
  /** When it happens; default now. */
  readonly at?: number;
}

export class Portal {
  readonly links: LinkBook;
  readonly properties = new Map<string, HubSpotProperty[]>();
  /** Scopes that the token lacks, by type. */
  readonly refused = new Map<string, readonly string[]>();
  private readonly stores: ReadonlyMap<string, TypeStore>;
  private touches: { due: number; path: string; id: string }[] = [];
  private readonly stays = new Map<string, readonly { value: string; at: number }[]>();
  private readonly enteredAt = new Map<string, number>();
  private nextId = 700_000_000_000;

  constructor(
    readonly world: HubSpotWorld,
    readonly clock: FakeClock,
    readonly switches: Switches,
  ) {
    this.stores = new Map(PATHS.map(path => [path, new TypeStore(world.objects[path])]));
    this.links = new LinkBook(world, (path, id) => this.store(path).survivor(id));
    for (const path of PATHS) this.properties.set(path, [...(world.properties?.[path] ?? [])]);
  }

  store(type: string): TypeStore {
    const store = this.stores.get(pathOf(type) ?? '');
    if (!store) throw new Error(`HubSpot has no type ${type}`);
    return store;
  }

  /** Lets happen what is due: computed properties, the index catching up. Called before every request. */
  tick(): void {
    const now = this.clock.now();
    const due = this.touches.filter(touch => touch.due <= now);
    if (due.length > 0) this.touches = this.touches.filter(touch => touch.due > now);
    for (const touch of due) this.touch(touch.path, touch.id, {}, touch.due);
    for (const store of this.stores.values()) store.catchUp(now);
  }

  /** Returns the new record's id. */
  create(type: string, properties: Values, options: Moment & { id?: string } = {}): string {
    const at = options.at ?? this.clock.now();
    const id = options.id ?? String(++this.nextId);
    this.save(type, { id, createdAt: at, modifiedAt: at, fields: { ...properties } }, at);
    const { computedTouchMs } = this.switches;
    if (computedTouchMs !== undefined) this.touches.push({ due: at + computedTouchMs, path: type, id });
    return id;
  }

  update(type: string, id: string, properties: Values, options: Moment = {}): void {
    if (!this.touch(type, id, properties, options.at ?? this.clock.now())) throw new Error(`no live ${type} ${id}`);
  }

  archive(type: string, id: string, options: Moment = {}): void {
    const at = options.at ?? this.clock.now();
    const row = this.take(type, id, at);
    this.store(type).archived.set(id, { row, at });
  }

  restore(type: string, id: string, options: Moment = {}): void {
    const at = options.at ?? this.clock.now();
    const archived = this.store(type).archived.get(id);
    if (!archived) throw new Error(`${type} ${id} is not archived`);
    this.store(type).archived.delete(id);
    this.save(type, { ...archived.row, modifiedAt: at }, at);
  }

  /** Both end; a new record takes their place. `b`'s values fill the gaps of `a`'s. */
  merge(type: string, a: string, b: string, options: Moment & { id?: string } = {}): string {
    const at = options.at ?? this.clock.now();
    const id = options.id ?? String(++this.nextId);
    const [first, second] = [this.take(type, a, at), this.take(type, b, at)];
    const given = Object.entries(first.fields).filter(([, value]) => value !== null && value !== '');
    const fields = {
      ...second.fields,
      ...Object.fromEntries(given),
      hs_merged_object_ids: `${a};${b}`,
      ...(pathOf(type) === 'contacts' ? { hs_calculated_merged_vids: `${a}:${at};${b}:${at}` } : {}),
    };
    const store = this.store(type);
    for (const loser of [a, b]) store.aliases.set(loser, id);
    this.links.merged(pathOf(type)!, id, [a, b]);
    this.save(type, { id, createdAt: Math.min(first.createdAt, second.createdAt), modifiedAt: at, fields }, at);
    return id;
  }

  /** For privacy, or purged from the bin: in no list afterwards. */
  erase(type: string, id: string, options: Moment = {}): void {
    const store = this.store(type);
    if (!store.archived.delete(id)) this.take(type, id, options.at ?? this.clock.now());
  }

  link(from: string, fromId: string, to: string, toId: string, kind: { typeId?: number; label?: string } = {}): void {
    this.links.link(pathOf(from)!, fromId, pathOf(to)!, toId, kind);
  }

  unlink(from: string, fromId: string, to: string, toId: string): void {
    this.links.unlink(pathOf(from)!, fromId, pathOf(to)!, toId);
  }

  /** Live rows by type. */
  counts(): Record<string, number> {
    return Object.fromEntries(PATHS.map(path => [path, this.store(path).live.size]));
  }

  /** The ledger: live rows by id. */
  live(type: string): Iterable<FakeRow> {
    return this.store(type).live.scan('id');
  }

  /** Values that the property has had, newest first, as far as anybody ever changed it. */
  historyOf(path: string, row: FakeRow, name: string): { value: string | null; at: number }[] {
    const value = row.fields[name];
    if (path !== 'tickets' || name !== 'hs_pipeline_stage' || value === undefined) return [];
    const known = this.stays.get(row.id) ?? this.world.stagesOf?.(row.id) ?? [];
    const now = { value: value === null ? null : String(value), at: this.enteredAt.get(row.id) ?? row.createdAt };
    return known.length > 0 && !this.enteredAt.has(row.id) ? known.toReversed() : [now, ...known.toReversed()];
  }

  private track(path: string, row: FakeRow, properties: Values, at: number): void {
    const { hs_pipeline_stage: stage } = properties;
    if (path !== 'tickets' || stage === undefined || stage === row.fields.hs_pipeline_stage) return;
    const before = this.historyOf(path, row, 'hs_pipeline_stage').toReversed();
    this.stays.set(row.id, before as { value: string; at: number }[]);
    this.enteredAt.set(row.id, at);
  }

  private touch(type: string, id: string, properties: Values, at: number): boolean {
    const row = this.store(type).live.get(id);
    if (!row) return false;
    this.track(pathOf(type)!, row, properties, at);
    this.save(type, { ...row, modifiedAt: Math.max(at, row.modifiedAt), fields: { ...row.fields, ...properties } }, at);
    return true;
  }

  private take(type: string, id: string, at: number): FakeRow {
    const store = this.store(type);
    const row = store.live.get(id);
    if (!row) throw new Error(`no live ${type} ${id}`);
    store.write(id, null, at + this.lag());
    return row;
  }

  private save(type: string, row: FakeRow, at: number): void {
    this.store(type).write(row.id, row, at + this.lag());
  }

  private lag(): number {
    const { indexLagMs = 8000 } = this.switches;
    return typeof indexLagMs === 'number' ? indexLagMs : indexLagMs();
  }
}
