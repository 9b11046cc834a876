// How many connections and operations the server has at a time, and how long each may take: all of these limits.

/** Of something that callers take. */
export interface Limit {
  /** For everybody together. */
  readonly all: number;
  /** For one caller. Whoever comes through a proxy shares its address, so it is not much less. */
  readonly each: number;
}

export interface ConnectionLimits {
  /** TCP connections, WebSockets among them, by remote address. Beyond, those that wait for a request give way. */
  readonly connections: Limit;
  /** Until the headers of a request are there. One round trip is enough; a phone in a tunnel takes seconds. */
  readonly headersMs: number;
  /** Until all of a request is there: 2 MB by a slow mobile network. */
  readonly requestMs: number;
  /** How often both are looked at. */
  readonly requestCheckMs: number;
  readonly headerBytes: number;
  /** Between two requests of a connection. Longer than the 60 seconds of usual proxies, who else run into its end. */
  readonly keepAliveMs: number;
  /** Without a byte in either direction: longer than any operation takes. */
  readonly silentMs: number;
  /** Until an answer over HTTP is read to its end. */
  readonly answerMs: number;
  /** Queries and mutations at work, HTTP and WebSocket together, by remote address and who it is. */
  readonly operations: Limit;
  /** Exports at work, by remote address and who it is. Each has a connection to the database while it lasts. */
  readonly exports: Limit;
  /** WebSockets, by remote address. */
  readonly sockets: Limit;
  /** Of them those that have not signed in yet. */
  readonly strangers: Limit;
  /** Until a WebSocket has signed in, which its client does by itself. */
  readonly signInMs: number;
  /** Subscriptions, by remote address and who it is. Each asks the database at every change that concerns it. */
  readonly subscriptions: Limit;
  /** On one WebSocket: more than a page full of charts has. */
  readonly socketSubscriptions: number;
  /** Queries and mutations at work on one WebSocket. */
  readonly socketOperations: number;
  /** Messages that one WebSocket may send; what comes faster is read later. */
  readonly messages: { readonly burst: number; readonly perSecond: number };
  /** Bytes that wait for the reader of a WebSocket. Beyond, none of its operations begins. */
  readonly bufferedBytes: number;
  /** How long it may stay beyond. */
  readonly slowMs: number;
  /** Bytes that wait for all of them. Beyond, who has most waiting is closed. */
  readonly allBufferedBytes: number;
  /** How often a WebSocket is asked whether it lives; dead when it says nothing for twice as long. */
  readonly pingMs: number;
  /** A WebSocket without any operation. */
  readonly idleMs: number;
  /** A WebSocket in all: keys change, and balancers want connections to come anew. */
  readonly socketAgeMs: number;
  /** How often WebSockets are looked at. */
  readonly socketCheckMs: number;
}

const MINUTE_MS = 60_000;

export const CONNECTION_LIMITS: ConnectionLimits = {
  connections: { all: 1_500, each: 1_200 },
  headersMs: 10_000,
  requestMs: 30_000,
  requestCheckMs: 1_000,
  headerBytes: 16_384,
  keepAliveMs: 75_000,
  silentMs: 5 * MINUTE_MS,
  answerMs: MINUTE_MS,
  operations: { all: 256, each: 128 },
  exports: { all: 3, each: 2 },
  sockets: { all: 500, each: 400 },
  strangers: { all: 200, each: 100 },
  signInMs: 3_000,
  subscriptions: { all: 1_000, each: 800 },
  socketSubscriptions: 100,
  socketOperations: 50,
  messages: { burst: 200, perSecond: 50 },
  bufferedBytes: 262_144,
  slowMs: 30_000,
  allBufferedBytes: 134_217_728,
  pingMs: 12_000,
  idleMs: 15 * MINUTE_MS,
  socketAgeMs: 24 * 60 * MINUTE_MS,
  socketCheckMs: 1_000,
};
