// The contract between a connector and its host (src/ingest/sync). The comments are the specification.
import type { z } from 'zod';
import type { CanonicalInput } from './records.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Where a stream stands. Only its connector reads it; the host stores it beside the rows of the page that carried it. */
export type Cursor = JsonObject;

/** One vendor. Exported by `connectors/<key>/index.ts` as `connector`; the folder's name is its key. */
export interface Connector<Config = unknown, S extends Session = Session> {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /**
   * Object schema of `connect`'s config. Each field's `.meta({label, secret?, origin?, description})` is shown to users.
   * `origin`: an address that credentials are sent to; when its host is changed, the secret fields are asked for again.
   */
  readonly config: z.ZodType<Config>;
  /** In an order that lets references resolve early: reference data, organizations, people, interactions, surveys, links. */
  readonly streams: readonly Stream<S>[];
  /** Makes no request. One session serves one run, all streams side by side, under one request budget. */
  open(config: Config, host: Host): S;
  /** Optional page in the vendor's own application. */
  recordUrl?(config: Config, object: string, id: string): string | null;
}

/** One signed-in run against a source. */
export interface Session {
  /** The cheapest request that proves the credentials and tells which permissions are missing. Throws as reads do. */
  check(): Promise<Check>;
  close(): Promise<void>;
}

export interface Check {
  /** The account at the source, as its people know it: "Acme (portal 123)". */
  readonly account: string | null;
  readonly missingPermissions: readonly string[];
}

/** What the host gives a session. A connector uses no clock, environment or global of its own. */
export interface Host {
  /** Ends every wait and request when it aborts. */
  readonly signal: AbortSignal;
  /** The local clock in ms. For waiting only: window bounds come from the source's own `Date` header. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Never with secrets or personal data. */
  log(level: 'debug' | 'info' | 'warn', message: string, detail?: Record<string, unknown>): void;
  /** To be called once for every request sent, retries included. */
  onRequest(): void;
  /** To be called whenever an answer tells what is left of the account's allowance. */
  onRateLimit(state: RateLimit): void;
  /** Stores changed credentials (a rotated refresh token) durably. Await it before the new ones are used. */
  saveConfig(patch: Record<string, unknown>): Promise<void>;
}

export interface RateLimit {
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly resetsAt: number | null;
}

/** One kind of record of a source. */
export interface Stream<S extends Session = Session> {
  /** Name as users see it: "contacts", "Case". Unique in the connector. */
  readonly name: string;
  /** Objects whose records this stream delivers; each object belongs to one stream. */
  readonly objects: readonly string[];
  /** Reference data (pipelines, owners, users): read before all others and handed to every `map` as `lookup`. */
  readonly reference?: boolean;
  /** Names of streams whose records must be landed before this one starts. */
  readonly after?: readonly string[];
  /**
   * Yields pages until the source has no more. Each page's cursor resumes right behind it, in this or a later run.
   * FULL with `cursor` null reads everything; with a cursor it goes on with a full read that was interrupted.
   * INCREMENTAL reads what changed since the cursor; without a cursor it reads everything.
   * When a read ends, its last cursor is the start of the next incremental one.
   * An error, time-out, redirect, cut body or HTML page is thrown, never read as "no more rows".
   */
  read(session: S, request: ReadRequest): AsyncIterable<Page>;
  /**
   * Pure: the same payload and lookups give the same records. Throws `Skip` when the record cannot be used.
   * Reference streams may return []. It is called again on stored payloads when everything is rebuilt.
   */
  map(record: MapInput, lookup: Lookup): CanonicalInput[];
  /** How many live records the source says it has; null when it does not tell. */
  count?(session: S): Promise<number | null>;
  /** What became of records that we hold and a full read did not show. Without it they are taken as deleted. */
  fates?(session: S, object: string, ids: readonly string[]): Promise<Fate[]>;
}

export interface ReadRequest {
  readonly mode: 'FULL' | 'INCREMENTAL';
  readonly cursor: Cursor | null;
  /** Of these records, the ids that we do not hold live at that version or a newer one: only they need fetching. */
  differing(object: string, seen: readonly { id: string; version: string }[]): Promise<Set<string>>;
  /**
   * Ids of live records we know, each once, in batches; with `changed`, only those that were created or updated
   * since this stream was last read to its end.
   */
  knownIds(object: string, options?: { changed?: boolean }): AsyncIterable<string[]>;
}

export interface Page {
  /** Records as the source gave them. The same record may come again; the host drops what it already holds. */
  readonly records: readonly RawRecord[];
  /** Records that the source says are gone. */
  readonly deleted: readonly Deletion[];
  readonly cursor: Cursor;
  /** How many records this read will deliver in all, where the source tells. */
  readonly expected?: number;
  /** Everything changed at the source before this moment has been delivered. */
  readonly syncedThrough?: string;
}

export interface RawRecord {
  readonly object: string;
  readonly id: string;
  /** When the source last changed it: ISO 8601, UTC. An older version never overwrites a newer one. */
  readonly version: string;
  /** The source does not date it: `version` is when it was read. Read again unchanged, it is not written. */
  readonly undated?: boolean;
  /** The vendor's record, unchanged. */
  readonly payload: JsonObject;
}

export interface Deletion {
  readonly object: string;
  readonly id: string;
  readonly deletedAt: string;
  /** The id that the record was merged into, of the same object. */
  readonly mergedInto?: string | null;
  /** The last payload, where the source still gives it. */
  readonly payload?: JsonObject;
}

export type Fate =
  | { readonly id: string; readonly fate: 'live'; readonly record: RawRecord }
  | {
      readonly id: string;
      readonly fate: 'gone';
      readonly deletedAt: string | null;
      readonly mergedInto?: string | null;
    };

export interface MapInput {
  readonly object: string;
  readonly id: string;
  readonly payload: JsonObject;
}

/** The payload of a reference record of the same connection, also when it was deleted since. */
export type Lookup = (object: string, id: string) => JsonObject | undefined;

/** Keeps a connector's own types while it is declared. */
export function defineConnector<Config, S extends Session>(connector: Connector<Config, S>): Connector<Config, S> {
  return connector;
}
