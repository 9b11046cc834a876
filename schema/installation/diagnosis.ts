// What is wrong with this installation.
import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../src/base/context/context.ts';
import { diagnose } from '../../src/serve/diagnosis/diagnose.ts';
import { describeEnum } from '../common/describe.ts';

export const FindingLevel = describeEnum('FindingLevel', 'How much something matters.', {
  OK: 'All is well.',
  NOTICE: 'Something to know: figures are right but for what is said.',
  PROBLEM: 'Something that does not work, and will not by itself.',
});

@ObjectType('Finding', { simpleResolvers: true, description: 'What a look at one part of this installation found.' })
export class Finding {
  @Field(() => FindingLevel, { description: 'How much it matters.' })
  level!: keyof typeof FindingLevel;
  @Field(() => String, {
    description: 'What it is about, such as "figures", "segment promoters" or "connection our-hubspot".',
  })
  subject!: string;
  @Field(() => String, { description: 'What was found. Customers are named by their ids, never otherwise.' })
  message!: string;
  @Field(() => String, { description: 'What to do about it; empty where all is well.' })
  remedy!: string;
}

@Resolver()
export class DiagnosisResolver {
  @Query(() => [Finding], {
    description:
      'What is wrong with this installation, and what to do about it: stores, the age of figures, what is left out of them and why, and connections. Changes nothing and asks no source. For operators.',
  })
  diagnose(
    @Arg('connection', () => ID, {
      nullable: true,
      description: 'Only what concerns this connection, by id or key.',
    })
    connection: string | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<Finding[]> {
    return diagnose(ctx, connection ?? null);
  }
}
