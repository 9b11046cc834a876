// Pure: ISO 8601 durations of a fixed length.
import { badInput } from '../errors.ts';

const FORM = /^P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const MS = [7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000];

/** Milliseconds. Months and years have no fixed length and are refused, with BAD_USER_INPUT. */
export function parseDuration(field: string, text: string): number {
  const parts = FORM.exec(text);
  if (!parts)
    throw badInput(
      field,
      `"${text}" is not a duration of weeks, days, hours, minutes and seconds, such as PT15M or P1D.`,
    );
  return MS.reduce((sum, ms, at) => sum + ms * Number(parts[at + 1] ?? 0), 0);
}

/** The shortest way to write it. */
export function formatDuration(ms: number): string {
  const total = Math.round(ms / 1000);
  const [days, hours, minutes, seconds] = [
    Math.floor(total / 86_400),
    Math.floor(total / 3600) % 24,
    Math.floor(total / 60) % 60,
    total % 60,
  ];
  const time = [hours && `${hours}H`, minutes && `${minutes}M`, seconds && `${seconds}S`].filter(Boolean).join('');
  return total === 0 ? 'PT0S' : `P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
}
