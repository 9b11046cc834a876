// Daily allowances end at midnight in the portal's time zone.

const DAY = 86_400_000;

/** Milliseconds from `now` to the next midnight in `zone` (IANA name, such as "Europe/Berlin"); one hour when it is unknown. */
export function millisUntilMidnight(now: number, zone: string): number {
  try {
    const parts = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }).formatToParts(now);
    const part = (type: string) => Number(parts.find(p => p.type === type)?.value ?? 0);
    const since = (part('hour') * 3600 + part('minute') * 60 + part('second')) * 1000 + (now % 1000);
    return DAY - since;
  } catch {
    return 3_600_000;
  }
}
