// Pure: what a condition of a rule is made of. Each has a file in conditions/, and a line in the list there.
import type { z } from 'zod';
import type { Build } from './compile/build.ts';

/** What segments and journeys are called, by key; a key stands for itself where it is not among them. */
export interface DisplayNames {
  readonly segments?: ReadonlyMap<string, string>;
  readonly journeys?: ReadonlyMap<string, string>;
}

/** Something outside the rule that a condition names. */
export interface Name {
  /** Where it stands in the condition, such as `journey`; absent where it is all of it. */
  readonly at?: string;
  readonly kind: 'segment' | 'journey' | 'stage' | 'trait';
  readonly name: string;
  /** Of a stage: its journey. */
  readonly journey?: string;
}

export interface Condition<T> {
  /** Takes it as it is given, or says what is wrong with it. */
  readonly schema: z.ZodType<T>;
  /** Whether it holds for the customer `c`: true, false, or null, which counts as false. */
  sql(b: Build, value: T): string;
  /** Adds what the statement needs once all conditions of the kind are known. */
  finish?(b: Build): void;
  /** In plain English, after "all of:" as well as alone. */
  text(value: T, names: DisplayNames): string;
  /** What must exist, or a typing error would be an empty segment. */
  names?(value: T): readonly Name[];
  /** For how many conditions it counts; for one when absent. */
  size?(value: T): number;
}

/** So that the schema says what the other parts get. */
export function condition<T>(made: Condition<T>): Condition<T> {
  return made;
}

/** By the name of the branch that it is in a rule. */
export type Conditions = Readonly<Record<string, Condition<unknown>>>;

export type ValueOf<C> = C extends Condition<infer T> ? T : never;
