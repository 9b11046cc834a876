// The slow living of the world: replays what has happened since its beginning, then goes on at its own pace.
import type { HubSpotWorld } from '../../../connectors/hubspot/fake/world.ts';
import type { FakeRow, FakeRows } from '../../../connectors/kit/fake-rows.ts';
import type { SalesforceWorld } from '../../../connectors/salesforce/fake/world.ts';
import type { LivingClock } from './live/clock.ts';
import { Events, type OpenDeals } from './live/events.ts';
import type { Hands } from './live/hands.ts';
import { type Schedule, ticksDue, tickTime } from './live/schedule.ts';
import type { World } from './world.ts';

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
  hands: Hands,
  clock: LivingClock,
  world: World,
  deals: OpenDeals,
  schedule: Schedule,
): Living {
  const events = new Events(world, hands, deals);
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

/** The deals that are open when the world begins, each to be won at most once. */
export function openDealsOf(hubspot: HubSpotWorld, salesforce: SalesforceWorld): OpenDeals {
  return {
    hubspot: idsWhere(hubspot.objects.deals, row => row.fields.hs_is_closed === 'false'),
    salesforce: idsWhere(salesforce.objects.Opportunity, row => row.fields.IsClosed === false),
  };
}

function idsWhere(rows: FakeRows | undefined, wanted: (row: FakeRow) => boolean): string[] {
  return Array.from({ length: rows?.length ?? 0 }, (_, position) => rows!.at(position))
    .filter(wanted)
    .map(row => row.id);
}
