// Watching a sync while it runs.
import type { GraphQLResolveInfo } from 'graphql';
import { ArgsType, Field, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { LiveContext } from '../../src/base/context/context.ts';
import { followRun } from '../../src/serve/graph/run-progress.read.ts';
import { Takes } from '../common/describe.ts';
import { select } from '../common/selection.ts';
import { SyncRun } from './sync-run.ts';

@ArgsType()
class SyncProgressArgs {
  @Field(() => ID, { description: 'The sync, by the id that `startSync` gave.' })
  run!: string;
}

@Resolver()
export class SyncProgressResolver {
  @Takes(() => SyncProgressArgs)
  @Subscription(() => SyncRun, {
    description: 'A sync: its state now, again after each change, and for the last time when it is finished.',
    subscribe: ({ args, context, info }) =>
      followRun(context as LiveContext, String(args.run), select(info as GraphQLResolveInfo)),
  })
  syncProgress(@Root() state: object): object {
    return state;
  }
}
