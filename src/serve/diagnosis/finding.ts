// What a look at the installation finds.

export type FindingLevel = 'OK' | 'NOTICE' | 'PROBLEM';

export interface Finding {
  readonly level: FindingLevel;
  /** What it is about: a part of the installation, or a thing by its key. */
  readonly subject: string;
  readonly message: string;
  /** What to do; empty where all is well. */
  readonly remedy: string;
}

export const ok = (subject: string, message: string): Finding => ({ level: 'OK', subject, message, remedy: '' });
