// Small tools of measuring: medians, percentiles, and the CPU of processes that are not ours to ask.
import { readdirSync, readFileSync } from 'node:fs';

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** Nearest rank; NaN of nothing. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const start = performance.now();
  const result = await work();
  return { result, ms: performance.now() - start };
}

/** Clock ticks of /proc are hundredths of a second on every Linux. */
const TICK_MS = 10;

/** CPU of a process and of all children it has or had, in ms; null where there is no /proc. */
export function familyCpuMs(pid: number): number | null {
  try {
    let ticks = 0;
    for (const entry of readdirSync('/proc')) {
      if (!/^\d+$/.test(entry)) continue;
      const fields = statOf(Number(entry));
      if (!fields) continue;
      const [parent, user, system, childUser, childSystem] = fields as [number, number, number, number, number];
      if (Number(entry) === pid) ticks += user + system + childUser + childSystem;
      else if (parent === pid) ticks += user + system;
    }
    return ticks * TICK_MS;
  } catch {
    return null;
  }
}

function statOf(pid: number): number[] | null {
  try {
    // The name in brackets may hold spaces.
    const rest = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number);
    return [1, 11, 12, 13, 14].map(at => rest[at] ?? 0);
  } catch {
    return null;
  }
}
