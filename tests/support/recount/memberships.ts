// Who is in which segment, and in which stages of journeys at any moment, told plainly from a world.
import { JOURNEYS, type World } from './world.ts';

export const segmentKey = (i: number): string => `segment-${i}`;
export const journeyKey = (i: number): string => `journey-${i}`;

/** Deleted and merged people are in no segment, and on no journey. */
const isVisible = (world: World, person: number) => !world.people[person]!.deleted && !world.people[person]!.merged;

export function membersOf(world: World, segment: number): number[] {
  return world.segments[segment]!.filter(person => isVisible(world, person));
}

/** Keys. */
export function segmentsOfPerson(world: World, person: number | null): string[] {
  if (person === null) return [];
  return world.segments.flatMap((_, i) => (membersOf(world, i).includes(person) ? [segmentKey(i)] : []));
}

export interface Stay {
  readonly person: number;
  readonly journey: number;
  readonly stage: number;
  readonly at: number;
}

const known = new WeakMap<World, readonly Stay[]>();

/** In the order in which they came to be; of those at one moment the last one holds. */
export function staysOf(world: World): readonly Stay[] {
  const before = known.get(world);
  if (before) return before;
  const stays = world.visits
    .map(({ journey, stage, person, at, reply }): Stay => {
      const moment = reply === null ? null : world.replies[reply]!;
      return { journey, stage, person: moment?.person ?? person, at: moment?.at ?? at };
    })
    .filter(({ person }) => isVisible(world, person))
    .sort((a, b) => a.at - b.at);
  known.set(world, stays);
  return stays;
}

/** "journey/stage" by their keys: at most one of each journey. */
export function stagesAt(world: World, person: number | null, at: number): string[] {
  return JOURNEYS.flatMap((stages, journey) => {
    const last = staysOf(world)
      .filter(stay => stay.person === person && stay.journey === journey && stay.at <= at)
      .at(-1);
    return last ? [`${journeyKey(journey)}/${stages[last.stage]}`] : [];
  });
}
