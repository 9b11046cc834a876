// Which requests a hunt is made of: each kind of place with every hostile value once, every other place of it with one.
import type { GraphQLSchema } from 'graphql';
import type { Random } from '../../../src/run/sandbox/random.ts';
import { cursorsFrom, type Hostile, hostileFor } from './hostile.ts';
import { type Place, placesOf } from './places.ts';
import { randomDocument } from './random-documents.ts';
import { createComposer, type Request } from './requests.ts';
import { createSense, type Things } from './sense.ts';

export interface Drawn {
  readonly reads: readonly (readonly Request[])[];
  readonly writes: readonly (readonly Request[])[];
}

/** The first of each list are sent at every kind of place, of the others some that are drawn. */
const ALWAYS = 4;
const DRAWN = 1;
/** At places whose kind was seen before, and of these at so many: filters have the same fields wherever they stand. */
const FEW = 1;
const REVISITED = 0.5;
const CURSORS_EACH = 15;
const RANDOM_DOCUMENTS = 400;

export function drawGroups(schema: GraphQLSchema, things: Things, random: Random): Drawn {
  const sense = createSense(things);
  const composer = createComposer(schema, sense);
  const cursors = cursorsFrom(things.cursors);
  const seen = new Set<string>();
  const drawn = { reads: [] as Request[][], writes: [] as Request[][] };
  for (const place of placesOf(schema, sense)) {
    for (const hostile of hostilesAt(place)) {
      const requests = composer.compose(place, hostile);
      // Two forms of three: the literal, and one of the variables.
      const [literal, ...others] = requests;
      const group = literal && others.length > 1 ? [literal, random.pick(others)] : requests;
      if (group.length === 0) continue;
      (place.parent === 'Mutation' ? drawn.writes : drawn.reads).push(group);
    }
  }
  for (let at = 0; at < RANDOM_DOCUMENTS; at++) drawn.reads.push([randomDocument(schema, sense, random.fork(at), at)]);
  return { reads: random.shuffled(drawn.reads), writes: random.shuffled(drawn.writes) };

  function hostilesAt(place: Place): readonly Hostile[] {
    const all = hostileFor(place.type);
    const isCursor = ['after', 'before'].includes(place.argument.name);
    const forged = isCursor ? random.shuffled(cursors).slice(0, CURSORS_EACH) : [];
    const isFirst = !seen.has(place.kind);
    seen.add(place.kind);
    const some = (list: readonly Hostile[], n: number) => random.shuffled(list).slice(0, n);
    if (!isFirst) return [...(random.chance(REVISITED) ? some(all, FEW) : []), ...forged];
    return [...all.slice(0, ALWAYS), ...some(all.slice(ALWAYS), DRAWN), ...forged];
  }
}
