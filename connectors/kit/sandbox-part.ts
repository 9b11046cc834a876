// A connector's part of the sandbox: its fake over a given world, and what may happen there while it runs.
import type { FakeClock, FakeServer } from './fake-server.ts';
import type { Invitation, Message, SupportCase, Touch } from './story/happenings.ts';
import type { Person } from './story/people.ts';
import type { World } from './story/world.ts';

/**
 * The two places where the company of the story keeps its customers. Marketing writes down whoever leaves an address;
 * service has accounts, contacts, leads and cases. Many people are at both.
 */
export type Desk = 'marketing' | 'service';

/** Loaded by the function `sandbox` that `connectors/<key>/index.ts` exports beside `connector`. */
export interface SandboxPart<Fake = unknown> {
  /**
   * The desk of the story that it keeps: its people live there. Without one it is a guest: its fake has rows of its own
   * making, tests start it, and the sandbox that users see goes without it.
   */
  readonly desk?: KeptDesk;
  /** Listens on 127.0.0.1. The same world gives the same rows, ids included. */
  start(world: World, options: PartOptions): Promise<RunningPart<Fake>>;
}

/** How a connector numbers what it keeps at its desk. */
export interface KeptDesk {
  readonly of: Desk;
  /** Its objects for people; the service desk tells leads from contacts. */
  readonly contact: string;
  readonly lead?: string;
  /** Id of the n-th record of one of these objects, from 1. */
  personId(object: string, n: number): string;
  /** Id of the n-th company, from 0. */
  companyId(n: number): string;
}

export interface PartOptions {
  readonly clock: FakeClock;
  /** Default: a free one. */
  readonly port?: number | undefined;
}

export interface RunningPart<Fake = unknown> {
  readonly url: string;
  /** What `connect` takes to reach it. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Faults and the log of requests. */
  readonly server: FakeServer;
  /** The control object, for the vendor's own tests. */
  readonly fake: Fake;
  /** Only of who keeps a desk. */
  readonly hands?: Hands;
  close(): Promise<void>;
}

/** What the living world may do at a desk. Writes are stamped with the fake's clock; ids follow from their order. */
export interface Hands {
  /** Deals that are open at first, each to be won at most once. */
  readonly openDeals: readonly string[];
  /** Returns the id of the case. */
  openCase(opened: SupportCase): string;
  /** The answer that solves it. */
  solveCase(id: string, solved: SupportCase, message: Message): void;
  /** What the customer says about a solved case. */
  rateCase(id: string, given: Invitation): void;
  /** The person has a record here. */
  changeTitle(person: Person, title: string): void;
  winDeal(id: string, at: number): void;
  /** Something short that somebody of the company writes down at `at`. */
  note(touch: Touch, at: number): void;
}
