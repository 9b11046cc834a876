// Business calendars are listed, saved and deleted here.
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { requireRole } from '../../src/base/access/require-role.ts';
import type { Context } from '../../src/base/context/context.ts';
import { deleteCalendar, listCalendars, saveCalendar } from '../../src/derive/metrics/calendars/stored.ts';
import { orNull } from '../common/describe.ts';
import { BusinessCalendar, SaveCalendarInput } from './calendar.ts';

@Resolver()
export class CalendarResolver {
  @Query(() => [BusinessCalendar], orNull('All business calendars, by key; none until one is saved.'))
  calendars(@Ctx() ctx: Context): Promise<BusinessCalendar[]> {
    return listCalendars(ctx.sql);
  }

  @Mutation(() => BusinessCalendar, {
    description:
      'Creates a business calendar or updates the one with that key; there are at most 50. Where it is the default one, business durations are counted anew by it, back to the year 2000, with the next refresh. Needs the role ANALYST.',
  })
  async saveCalendar(
    @Arg('input', () => SaveCalendarInput, { description: 'The calendar.' }) input: SaveCalendarInput,
    @Ctx() ctx: Context,
  ): Promise<BusinessCalendar> {
    requireRole(ctx, 'ANALYST');
    return saveCalendar(ctx, input);
  }

  @Mutation(() => String, {
    description:
      'Deletes a business calendar; business durations go with the default one. Gives its key. Needs the role ANALYST.',
  })
  async deleteCalendar(
    @Arg('key', () => String, { description: 'The key of the calendar.' }) key: string,
    @Ctx() ctx: Context,
  ): Promise<string> {
    requireRole(ctx, 'ANALYST');
    return deleteCalendar(ctx, key);
  }
}
