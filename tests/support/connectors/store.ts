// What a test host holds: records by object and id, applied by version, tombstones kept.
import { isDeepStrictEqual } from 'node:util';
import type { Deletion, JsonObject, Page, RawRecord, Session, Stream } from '../../../connectors/contract.ts';

export interface Held {
  readonly version: string;
  readonly payload: JsonObject | null;
  readonly deletedAt: string | null;
  readonly mergedInto: string | null;
  readonly landed: number;
}

export class Store {
  private readonly objects = new Map<string, Map<string, Held>>();
  private shown = new Set<string>();
  private landings = 0;
  private runStart = 0;

  beginRun(): void {
    this.runStart = this.landings;
  }
  beginRead(): void {
    this.shown = new Set();
  }

  get(object: string, id: string): Held | undefined {
    return this.objects.get(object)?.get(id);
  }
  /** Live payloads by id. */
  live(object: string): Map<string, JsonObject> {
    const rows = [...(this.objects.get(object) ?? [])].filter(([, row]) => row.deletedAt === null);
    return new Map(rows.map(([id, row]) => [id, row.payload!]));
  }

  /** How many rows became different. */
  apply(page: Page): number {
    return page.records.filter(r => this.land(r)).length + page.deleted.filter(d => this.tombstone(d)).length;
  }

  differing(object: string, seen: readonly { id: string; version: string }[]): Set<string> {
    const differs = ({ id, version }: { id: string; version: string }) => {
      const known = this.get(object, id);
      return !known || known.deletedAt !== null || Date.parse(known.version) < Date.parse(version);
    };
    for (const { id } of seen) this.shown.add(`${object}/${id}`);
    return new Set(seen.filter(differs).map(({ id }) => id));
  }

  async *knownIds(object: string, options: { changed?: boolean } = {}): AsyncGenerator<string[]> {
    const rows = [...(this.objects.get(object) ?? [])]
      .filter(([, row]) => row.deletedAt === null && (!options.changed || row.landed > this.runStart))
      .sort((a, b) => a[1].landed - b[1].landed);
    for (let i = 0; i < rows.length; i += 700) yield rows.slice(i, i + 700).map(([id]) => id);
  }

  /** What a full read did not show is gone, unless the connector knows better. */
  async sweep<S extends Session>(stream: Stream<S>, session: S, object: string): Promise<void> {
    const ids = [...this.live(object).keys()].filter(id => !this.shown.has(`${object}/${id}`));
    if (ids.length === 0) return;
    const fates = await stream.fates?.(session, object, ids);
    for (const fate of fates ?? ids.map(id => ({ id, fate: 'gone' as const, deletedAt: null, mergedInto: null })))
      if (fate.fate === 'live') this.land(fate.record);
      else {
        const { id, mergedInto } = fate;
        const deletedAt = fate.deletedAt ?? this.get(object, id)!.version;
        this.tombstone({ object, id, deletedAt, ...(mergedInto ? { mergedInto } : {}) });
      }
  }

  private land(record: RawRecord): boolean {
    const { object, id, version, payload } = record;
    this.shown.add(`${object}/${id}`);
    const known = this.get(object, id);
    if (known) {
      const age = Date.parse(version) - Date.parse(known.version);
      if (age < 0 || (age === 0 && known.deletedAt !== null)) return false;
      if (known.deletedAt === null && isDeepStrictEqual(known.payload, payload)) {
        if (age > 0) this.put(object, id, { ...known, version });
        return false;
      }
    }
    this.put(object, id, { version, payload, deletedAt: null, mergedInto: null, landed: ++this.landings });
    return true;
  }

  private tombstone(deletion: Deletion): boolean {
    const { object, id, deletedAt } = deletion;
    const known = this.get(object, id);
    const mergedInto = deletion.mergedInto ?? null;
    if (known && Date.parse(deletedAt) < Date.parse(known.version)) return false;
    if (known?.deletedAt && known.mergedInto === mergedInto) return false;
    const payload = deletion.payload ?? known?.payload ?? null;
    this.put(object, id, { version: deletedAt, payload, deletedAt, mergedInto, landed: ++this.landings });
    return true;
  }

  private put(object: string, id: string, row: Held): void {
    const rows = this.objects.get(object) ?? new Map<string, Held>();
    this.objects.set(object, rows.set(id, row));
  }
}
