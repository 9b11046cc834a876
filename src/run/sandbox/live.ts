// The slow living of the world: replays what has happened since its beginning, then goes on at its own pace.
import type { Hands } from '../../../connectors/kit/sandbox-part.ts';
import type { World } from '../../../connectors/kit/story/world.ts';
import type { Desks } from './desks.ts';
import type { LivingClock } from './live/clock.ts';
import { Events } from './live/events.ts';
import { type Schedule, ticksDue, tickTime } from './live/schedule.ts';

export interface Living {
  /** How many events have happened since the world began. */
  readonly ticks: number;
  /** Carries out what is due by the clock, now instead of at the next timer. */
  catchUp(): void;
  /** No event happens after this. */
  stop(): void;
}

/** The longest that a timer sleeps: a machine that was suspended, or a clock that was moved, is noticed by then. */
const LONGEST_SLEEP_MS = 30_000;

/**
 * Every event is a function of the world's seed and the tick's number, and happens at the tick's own moment. So a
 * world that is started again holds the rows it held before, down to ids and times.
 */
export function startLiving(
  world: World,
  desks: Desks,
  hands: ReadonlyMap<string, Hands>,
  clock: LivingClock,
  schedule: Schedule,
): Living {
  const events = new Events(world, desks, hands);
  let done = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const carryOut = (now: number): void => {
    for (const due = ticksDue(schedule, now); done < due && !stopped; done++) {
      const moment = tickTime(schedule, done);
      clock.at(moment, () => events.happen(done, moment));
    }
  };
  const wait = (): void => {
    if (stopped || done >= schedule.maxTicks) return;
    const untilNext = tickTime(schedule, done) - clock.now();
    timer = setTimeout(wait, Math.min(LONGEST_SLEEP_MS, Math.max(1, untilNext)));
    timer.unref();
  };
  clock.onLook = carryOut;
  wait();
  return {
    get ticks() {
      return done;
    },
    catchUp: () => void clock.now(),
    stop() {
      stopped = true;
      clearTimeout(timer);
      clock.onLook = () => {};
    },
  };
}
