// Who is asking, and what they may do.
import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../src/base/context/context.ts';
import { describeEnum } from '../common/describe.ts';

export const Role = describeEnum('Role', 'What somebody may do. Each role may do all that those before it may.', {
  VIEWER: 'Reads.',
  ANALYST: 'Also records interactions and survey answers, and saves definitions.',
  OPERATOR: 'Also runs, schedules and pauses syncs.',
  ADMIN: 'Also connects and disconnects sources, with their credentials.',
});

@ObjectType('Viewer', { description: 'You, as this API knows you.', simpleResolvers: true })
export class Viewer {
  @Field(() => String, { description: 'Your name.' })
  name!: string;
  @Field(() => Role, { description: 'What you may do.' })
  role!: keyof typeof Role;
}

@Resolver()
export class ViewerResolver {
  @Query(() => Viewer, { description: 'Who you are to this API, and what you may do.' })
  viewer(@Ctx() ctx: Context): Viewer {
    return ctx.viewer;
  }
}
