// Each rule of walking, on events as one would write them down.
import { describe, expect, test } from 'vitest';
import type { JourneyMode, Stage } from '../../../../src/derive/journeys/definition.ts';
import type { StageEvent } from '../../../../src/derive/journeys/events.ts';
import { walk } from '../../../../src/derive/journeys/walk.ts';

const SECOND = 1_000_000;

/** `0@5` is an event of stage 0 after 5 seconds; `#7` names its source, `!1` another moment of it. */
function eventsOf(text: string): StageEvent[] {
  return text.split(' ').map((word, i) => {
    const [, stage, at, source, moment] = /^(\d)@([\d.]+)(?:#(\d+))?(?:!(\d))?$/.exec(word)!;
    return {
      stage: Number(stage),
      at: Number(at) * SECOND,
      source: Number(source ?? 100 + i),
      moment: Number(moment ?? 0),
    };
  });
}

/** Runs are parted by `|`; window in seconds. */
function walked(mode: JourneyMode, events: string, window: number | null = null, stages = 3): string {
  const visits = walk(
    { mode, window: window && window * 1000, stages: Array.from({ length: stages }) as Stage[] },
    eventsOf(events),
  );
  const runs = Map.groupBy(visits, visit => visit.run);
  return [...runs.values()].map(run => run.map(({ stage, at }) => `${stage}@${at / SECOND}`).join(' ')).join(' | ');
}

describe('the walk', () => {
  test.each<[string, JourneyMode, string, number | null, string]>([
    ['goes from stage to stage', 'ORDERED', '0@1 1@2 2@3', null, '0@1 1@2 2@3'],
    ['begins with the first stage', 'ORDERED', '1@1 2@2 0@3 2@4 1@5', null, '0@3 1@5'],
    ['waits for the next stage, whatever else comes', 'ORDERED', '0@1 2@2 1@3 2@4', null, '0@1 1@3 2@4'],
    ['takes the first event of a stage', 'ORDERED', '0@1 0@2 1@3 1@4', null, '0@1 1@3'],
    ['takes what comes at the same moment', 'ORDERED', '0@1 1@1 2@1', null, '0@1 1@1 2@1'],
    ['does not count one thing twice', 'ORDERED', '0@1#7 1@1#7 1@5#8', null, '0@1 1@5'],
    ['counts another thing of the same moment', 'ORDERED', '0@1#7 1@1#7 1@1#8', null, '0@1 1@1'],
    ['counts two moments of one case', 'ORDERED', '0@1#7 1@1#7!1 2@1#7!2', null, '0@1 1@1 2@1'],
    ['has one run without a window', 'ORDERED', '0@1 1@2 2@3 0@4 1@5', null, '0@1 1@2 2@3'],
    ['ends before its window does', 'ORDERED', '0@1 1@10.999999 2@11', 10, '0@1 1@10.999999'],
    ['begins again where the window ends', 'ORDERED', '0@1 0@10.9 1@10.9 0@11 1@12', 10, '0@1 1@10.9 | 0@11 1@12'],
    ['begins again later', 'ORDERED', '0@1 1@12 0@30 1@31', 10, '0@1 | 0@30 1@31'],
    ['ends where a stage is left out', 'STRICT', '0@1 2@2 1@3 2@4', null, '0@1'],
    ['passes over stages that were reached', 'STRICT', '0@1 0@2 1@3 0@4 1@4 2@5', null, '0@1 1@3 2@5'],
    ['takes stages of one moment in their order', 'STRICT', '0@1 1@1 2@1', null, '0@1 1@1 2@1'],
    ['does not stumble over what brought them here', 'STRICT', '0@1#7 2@1#7 1@2 2@3', null, '0@1 1@2 2@3'],
    ['begins again after it ended', 'STRICT', '0@1 2@2 0@5 0@11 1@12', 10, '0@1 | 0@11 1@12'],
    ['takes stages as they come', 'ANY_ORDER', '2@1 0@2 1@3', null, '2@1 0@2 1@3'],
    ['takes each stage once', 'ANY_ORDER', '2@1 2@2 0@3 0@4', null, '2@1 0@3'],
    ['lets one thing count for two', 'ANY_ORDER', '0@1#7 1@1#7', null, '0@1 1@1'],
    ['begins again with any stage', 'ANY_ORDER', '2@1 0@11 1@12', 10, '2@1 | 0@11 1@12'],
  ])('%s (%s, %s)', (_, mode, events, window, expected) => {
    expect(walked(mode, events, window)).toBe(expected);
  });

  test('of one stage ends with it', () => {
    expect(walked('ORDERED', '0@1 0@2', null, 1)).toBe('0@1');
    expect(walked('ORDERED', '0@1 0@2', 1, 1)).toBe('0@1 | 0@2');
  });

  test('of nobody is empty', () => {
    expect(walk({ mode: 'ORDERED', window: null, stages: [] }, [])).toEqual([]);
  });
});

test('a visit lasts until the next, in this run or another', () => {
  const visits = walk(
    { mode: 'ORDERED', window: 10_000, stages: Array.from({ length: 2 }) as Stage[] },
    eventsOf('0@1#1 1@3#2 0@20#3'),
  );
  const common = { withFirst: true, withPrevious: true };
  expect(visits).toEqual([
    { run: 1, stage: 0, at: 1e6, until: 3e6, startedAt: 1e6, secondsFromPrevious: null, source: 1, ...common },
    { run: 1, stage: 1, at: 3e6, until: 20e6, startedAt: 1e6, secondsFromPrevious: 2, source: 2, ...common },
    { run: 2, stage: 0, at: 20e6, until: null, startedAt: 20e6, secondsFromPrevious: null, source: 3, ...common },
  ]);
});

test('a run in any order says which stages it has', () => {
  const visits = walk(
    { mode: 'ANY_ORDER', window: null, stages: Array.from({ length: 4 }) as Stage[] },
    eventsOf('3@1 1@2 2@3'),
  );
  expect(visits.map(visit => [visit.stage, visit.withPrevious, visit.withFirst])).toEqual([
    [3, true, false],
    [1, false, false],
    [2, true, false],
  ]);
});
