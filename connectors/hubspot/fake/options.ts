// What a HubSpot fake can be told to do.
import type { FakeClock } from '../../kit/fake-server.ts';
import type { HubSpotWorld } from './world.ts';

export interface Limits {
  /** Calls per ten seconds of this app. */
  readonly tenSecondly: number;
  /** Searches per second of the portal. */
  readonly search: number;
  /** Calls per day in the portal's time zone. */
  readonly daily: number;
}

export const PRIVATE_APP_LIMITS: Limits = { tenSecondly: 100, search: 5, daily: 250_000 };

export interface HubSpotFakeOptions {
  readonly world?: HubSpotWorld;
  /** The only token that is accepted; default "pat-na1-fake-token". */
  readonly token?: string;
  readonly clock?: FakeClock;
  readonly port?: number;
  /** Default: those of a private app of the free tier. "off" for sandboxes. */
  readonly limits?: Partial<Limits> | 'off';
  readonly scopes?: readonly string[];
  readonly timeZone?: string;
  /** How long a write takes to reach the search index; asked for each write. Default 8 s, as in recordings of the real one. */
  readonly indexLagMs?: number | (() => number);
  /** A created record is changed once more by computed properties after this time. Default: not. */
  readonly computedTouchMs?: number;
  /** Types whose removed records cannot be listed. Default: meetings. */
  readonly unlistedArchives?: readonly string[];
  /** Types that the search does not serve. */
  readonly unsearchable?: readonly string[];
  /** Earlier values of properties are refused. */
  readonly noHistory?: boolean;
  /** What a batch read gives for a merged loser: its survivor, or nothing. Default "alias". */
  readonly aliasOnBatchRead?: 'alias' | 'omit';
  /** How ids are ordered by search filters and sorts. Default "numeric". */
  readonly idSort?: 'numeric' | 'text';
  /** Lists give fewer rows than asked for, and sometimes none, though more follow. */
  readonly shortPages?: boolean;
  /** Lists and searches give the same page for ever. */
  readonly pageLoops?: boolean;
  /** Links a page of one input of an associations batch holds. Default 500. */
  readonly associationPage?: number;
}

export type Switches = Omit<HubSpotFakeOptions, 'world' | 'clock' | 'port'>;
