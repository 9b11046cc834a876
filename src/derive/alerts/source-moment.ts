// Pure: up to when a source was read, and which of some was read the longest ago.
export interface SourceMoment {
  readonly id: number;
  readonly key: string;
  /** When its last full sync that succeeded began; null before the first. */
  readonly through: Date | null;
  /** It is read by itself, again and again. */
  readonly isScheduled: boolean;
  readonly isConnected: boolean;
}

/** The start of time before the first sync. */
export const readUntil = ({ through }: SourceMoment): Date => through ?? new Date(0);

/** The one that was read the longest ago; null without any. */
export function slowestOf(sources: readonly SourceMoment[]): SourceMoment | null {
  return sources.toSorted((a, b) => readUntil(a).getTime() - readUntil(b).getTime())[0] ?? null;
}
