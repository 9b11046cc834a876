// Pure: the sandbox's world as a whole, which each connector's part writes down in its vendor's words. Types only.
import type { Deal, Invitation, Referral, SupportCase, Touch } from './happenings.ts';
import type { Agent, Company, Person, RecordOfPerson, StageDates } from './people.ts';

/** Who is who, known from how the world was made and not from any rule for joining records. */
export interface TruePerson {
  readonly key: string;
  /** Live records: an identity resolver must put exactly these together. */
  readonly records: readonly RecordOfPerson[];
  /** Ids that the CRM itself merged away; they must lead to the same person. */
  readonly aliases: readonly RecordOfPerson[];
}

export interface World {
  readonly seed: number;
  /** The start of the day at which the history ends. */
  readonly now: number;
  /** When the history begins. */
  readonly since: number;
  /** When everybody was moved to the new billing system. */
  readonly migratedAt: number;
  readonly agents: readonly Agent[];
  /** Names of the campaigns that touches number. */
  readonly campaigns: readonly string[];
  readonly companies: readonly Company[];
  readonly cast: readonly Person[];
  readonly cases: readonly SupportCase[];
  readonly deals: readonly Deal[];
  /** When people came into which stage, by their key. */
  readonly lifecycles: ReadonlyMap<string, StageDates>;
  readonly invitations: readonly Invitation[];
  readonly touches: readonly Touch[];
  readonly referrals: readonly Referral[];
  readonly people: readonly TruePerson[];
}
