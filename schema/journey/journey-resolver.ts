// Journeys are listed and saved here.
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Mutation, Query, Resolver } from 'type-graphql';
import { requireRole } from '../../src/base/access/require-role.ts';
import type { Context } from '../../src/base/context/context.ts';
import { encodeId } from '../../src/base/ids.ts';
import { deleteJourney } from '../../src/derive/journeys/delete.ts';
import { saveJourney } from '../../src/derive/journeys/save.ts';
import { findJourney, listJourneys, readJourney } from '../../src/serve/graph/journey.read.ts';
import { orNull } from '../common/describe.ts';
import { select } from '../common/selection.ts';
import { Journey } from './journey.ts';
import { SaveJourneyInput } from './journey-inputs.ts';

@Resolver()
export class JourneyResolver {
  @Query(
    () => [Journey],
    orNull('All journeys, by name: `default` and `recovery` are there from the start, others are saved.'),
  )
  journeys(@Ctx() ctx: Context, @Info() info: GraphQLResolveInfo) {
    return listJourneys(ctx, select(info));
  }

  @Query(() => Journey, { nullable: true, description: 'One journey; null when there is none with this key.' })
  journey(
    @Arg('key', () => String, { description: 'Its key.' }) key: string,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return findJourney(ctx, key, select(info));
  }

  @Mutation(() => Journey, {
    description:
      'Creates a journey or updates the one with that key, and walks all customers through it, from all that is known of them. Visits are there at once, unless other work goes on: see `walkedAt`. Needs the role ANALYST.',
  })
  async saveJourney(
    @Arg('input', () => SaveJourneyInput, { description: 'The journey.' }) input: SaveJourneyInput,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    requireRole(ctx, 'ANALYST');
    return readJourney(ctx, await saveJourney(ctx, input), select(info));
  }

  @Mutation(() => ID, {
    description:
      'Deletes a journey with its visits. Fails with CONFLICT while a segment, an alert rule or an index asks for it. Gives its id. Needs the role ANALYST.',
  })
  async deleteJourney(
    @Arg('key', () => String, { description: 'The key of the journey.' }) key: string,
    @Ctx() ctx: Context,
  ): Promise<string> {
    requireRole(ctx, 'ANALYST');
    return encodeId('journey', await deleteJourney(ctx, key));
  }
}
