// What repeats in a tight loop is one line in ten seconds, and none of it is left uncounted.
import { afterEach, expect, it, vi } from 'vitest';
import { createLog } from '../../../src/base/log.ts';
import { throttled } from '../../../src/base/throttle.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('tells the first at once, and later how many were alike', () => {
  vi.useFakeTimers();
  const lines: { msg: string; alike?: number; at?: number }[] = [];
  const warn = throttled(createLog('warn', { write: line => void lines.push(JSON.parse(line)) }));
  for (let at = 0; at < 1_000; at++) {
    warn('away', { at });
    if (at === 500) warn('full', { at });
  }
  expect(lines).toMatchObject([
    { msg: 'away', at: 0 },
    { msg: 'full', at: 500 },
  ]);
  vi.advanceTimersByTime(10_000);
  expect(lines.slice(2)).toMatchObject([{ msg: 'away', at: 999, alike: 999 }]);
  warn('away', { at: 1_000 });
  vi.advanceTimersByTime(10_000);
  expect(lines.slice(3)).toMatchObject([{ msg: 'away', at: 1_000, alike: 1 }]);
  vi.advanceTimersByTime(20_000);
  warn('away', { at: 1_001 });
  expect(lines.slice(4)).toMatchObject([{ msg: 'away', at: 1_001 }]);
});
