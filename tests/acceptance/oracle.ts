// What must be there, counted plainly from the rows of every source and never through a connector or our own rules.
import { readdirSync } from 'node:fs';
import type { Sandbox } from '../../src/run/sandbox/sandbox.ts';
import { fakeOf } from '../support/fake-of.ts';

/** Something that happened, as "connection:object/id", and the people it may belong to. */
export interface Happening {
  readonly ref: string;
  readonly kind: string;
  /** Refs of the person records it names; empty when it names none. */
  readonly who: readonly string[];
}

/** A live record of a person, and what ties it to others. */
export interface PersonRow {
  /** "object/id". */
  readonly name: string;
  readonly emails: readonly unknown[];
  /** Names of records that the source itself says are the same person. */
  readonly same: readonly string[];
}

/** What one source's fake holds, in the vendor's own words: `oracles/<connector>.ts` exports it as \`oracle\`. */
export interface Oracle<Fake> {
  happenings(fake: Fake): Iterable<Happening>;
  /** Whose answer each response is: its ref, and the ref of the person who gave it. */
  responders(fake: Fake): Iterable<readonly [string, string]>;
  /** Measure and score of each answer that has one. */
  scores(fake: Fake): Iterable<readonly [unknown, unknown]>;
  people(fake: Fake): Iterable<PersonRow>;
  /** Live records by stream. */
  counts(fake: Fake): Readonly<Record<string, number>>;
}

const ORACLES = new Map<string, Oracle<unknown>>();
for (const file of readdirSync(new URL('oracles/', import.meta.url))) {
  const { oracle } = (await import(new URL(`oracles/${file}`, import.meta.url).href)) as { oracle: Oracle<unknown> };
  ORACLES.set(file.replace(/\.ts$/, ''), oracle);
}

/** What each oracle says of its source. */
function said<T>(sandbox: Sandbox, ask: (oracle: Oracle<unknown>, fake: unknown) => Iterable<T>): T[] {
  return [...sandbox.parts.keys()].flatMap(key => {
    const oracle = ORACLES.get(key);
    if (!oracle) throw new Error(`tests/acceptance/oracles has none for ${key}`);
    return [...ask(oracle, fakeOf(sandbox, key))];
  });
}

export const refOf = ({ source, object, id }: { source: string; object: string; id: string }): string =>
  `${source}:${object}/${id}`;

export function happenings(sandbox: Sandbox): Happening[] {
  return said(sandbox, (oracle, fake) => oracle.happenings(fake));
}

export function responders(sandbox: Sandbox): Map<string, string> {
  return new Map(said(sandbox, (oracle, fake) => oracle.responders(fake)));
}

export function peopleRows(sandbox: Sandbox): PersonRow[] {
  return said(sandbox, (oracle, fake) => oracle.people(fake));
}

/** How many answers gave each score of each measure: "NPS 9" → 41. */
export function scores(sandbox: Sandbox): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [measure, score] of said(sandbox, (oracle, fake) => oracle.scores(fake))) {
    const key = `${measure} ${Number(score)}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** Live records of every stream that counts them, by "source stream". */
export function ledger(sandbox: Sandbox): Record<string, number> {
  const entries = [...sandbox.parts.keys()].flatMap(key =>
    Object.entries(ORACLES.get(key)!.counts(fakeOf(sandbox, key))).map(([stream, n]) => [`${key} ${stream}`, n]),
  );
  return Object.fromEntries(entries);
}
