// Pure: what happens between people and the company of the sandbox's story. Types only.
import type { Person } from './people.ts';

export type Topic = 'billing' | 'access' | 'bug' | 'howto' | 'integration';
export type Channel = 'chat' | 'email' | 'phone' | 'web';
export type SurveyMeasure = 'NPS' | 'CSAT' | 'CES';

/** Something that is kept at one source; the person has a record there. */
interface Kept {
  readonly person: Person;
  /** The connector of that source. */
  readonly home: string;
}

export interface Message {
  readonly at: number;
  /** From the customer. */
  readonly incoming: boolean;
  readonly text: string;
}

export interface SupportCase extends Kept {
  /** Counts all cases in order of opening, from 0. */
  readonly n: number;
  readonly topic: Topic;
  readonly channel: Channel;
  readonly priority: 'LOW' | 'MEDIUM' | 'HIGH';
  readonly agent: number;
  readonly openedAt: number;
  /** First answer by an agent; null while the customer waits. */
  readonly firstResponseAt: number | null;
  readonly resolvedAt: number | null;
  readonly reopened: boolean;
  /** 0–1. */
  readonly satisfaction: number;
  readonly subject: string;
  readonly messages: readonly Message[];
  /** Phone cases: how long the talk took, in seconds. */
  readonly talkSeconds: number;
}

export interface Deal extends Kept {
  /** Counts all deals in order of creation, from 0. */
  readonly n: number;
  readonly kind: 'New' | 'Renewal' | 'Extension';
  readonly name: string;
  readonly amount: number;
  readonly currency: string;
  readonly owner: number;
  /** 0–3 while open. */
  readonly step: number;
  readonly outcome: 'open' | 'won' | 'lost';
  readonly createdAt: number;
  /** When it was closed, or is hoped to. */
  readonly closeAt: number;
}

export interface Invitation extends Kept {
  /** Counts all invitations in order of sending, from 0. */
  readonly n: number;
  readonly measure: SurveyMeasure;
  /** The case asked about; null for the relationship survey. */
  readonly case: SupportCase | null;
  readonly sentAt: number;
  readonly answer: { at: number; score: number; text: string | null } | null;
}

export interface Touch extends Kept {
  /** Counts all touches in order of time, from 0. */
  readonly n: number;
  readonly kind: 'meeting' | 'note' | 'task' | 'campaign';
  readonly at: number;
  readonly minutes: number;
  readonly owner: number;
  readonly title: string;
  readonly text: string;
  /** Campaign: which one, and whether the person reacted. */
  readonly campaign: number;
  readonly responded: boolean;
}

/** A person who recommended the company to others. */
export interface Referral {
  readonly person: Person;
  readonly at: number;
}
