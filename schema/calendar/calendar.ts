// Business calendars: opening hours, holidays, and how weeks and fiscal years begin.
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { describeEnum } from '../common/describe.ts';
import { CalendarDate } from '../common/scalars.ts';
import { Weekday } from '../metric/metric-enums.ts';

export const DayOfWeek = describeEnum('DayOfWeek', 'A day of the week.', {
  MONDAY: 'Monday.',
  TUESDAY: 'Tuesday.',
  WEDNESDAY: 'Wednesday.',
  THURSDAY: 'Thursday.',
  FRIDAY: 'Friday.',
  SATURDAY: 'Saturday.',
  SUNDAY: 'Sunday.',
});

const FROM = 'When it opens, as its clocks show it: HH:MM, from 00:00 to 23:59.';
const TO = 'When it closes: HH:MM, up to 24:00, which is the end of the day.';
const FISCAL_YEAR =
  'The month that fiscal years begin with, 1 to 12. A fiscal year is named by the year in which it begins: with 4, 2026 is April 2026 to March 2027.';

@ObjectType('BusinessHours', { simpleResolvers: true, description: 'Hours on some days of the week.' })
export class BusinessHours {
  @Field(() => [DayOfWeek], { description: 'On each of these days.' })
  days!: readonly (keyof typeof DayOfWeek)[];
  @Field(() => String, { description: FROM })
  from!: string;
  @Field(() => String, { description: TO })
  to!: string;
}

@ObjectType('BusinessCalendar', {
  simpleResolvers: true,
  description:
    'When a business is open, and how its weeks and fiscal years begin. The calendar `default` is the one by which business durations are counted; periods name any of them as `during: {calendar: …}`.',
})
export class BusinessCalendar {
  @Field(() => String, { description: 'Its name in periods and mutations.' })
  key!: string;
  @Field(() => String, {
    description: 'IANA name, such as Europe/Berlin: its hours and days are those of the clocks there.',
  })
  timeZone!: string;
  @Field(() => Weekday, { description: 'The day that its weeks begin on.' })
  weekStart!: keyof typeof Weekday;
  @Field(() => Int, { description: FISCAL_YEAR })
  fiscalYearStart!: number;
  @Field(() => [BusinessHours], { description: 'When it is open; empty when nothing is said of it.' })
  hours!: readonly BusinessHours[];
  @Field(() => [CalendarDate], { description: 'Days on which it is closed, whatever the hours; oldest first.' })
  holidays!: readonly string[];
}

@InputType('BusinessHoursInput', { description: 'Hours on some days of the week.' })
export class BusinessHoursInput {
  @Field(() => [DayOfWeek], { description: 'On each of these days; at least one.' })
  days!: (keyof typeof DayOfWeek)[];
  @Field(() => String, { description: FROM })
  from!: string;
  @Field(() => String, {
    description: `${TO} After \`from\`: hours that go on after midnight are two entries.`,
  })
  to!: string;
}

@InputType('SaveCalendarInput', { description: 'A business calendar.' })
export class SaveCalendarInput {
  @Field(() => String, {
    description:
      'Its name: small letters, digits and dashes. Saved again, the same key updates the same calendar. `default` is the one by which business durations are counted.',
  })
  key!: string;
  @Field(() => String, { description: 'IANA name, such as Europe/Berlin.' })
  timeZone!: string;
  @Field(() => Weekday, { nullable: true, defaultValue: 'MONDAY', description: 'The day that weeks begin on.' })
  weekStart?: keyof typeof Weekday | null;
  @Field(() => Int, { nullable: true, defaultValue: 1, description: FISCAL_YEAR })
  fiscalYearStart?: number | null;
  @Field(() => [BusinessHoursInput], {
    nullable: true,
    description:
      'When it is open; at most 21 entries, of which those of one day do not overlap. Without any, nothing is counted by it.',
  })
  hours?: BusinessHoursInput[] | null;
  @Field(() => [CalendarDate], { nullable: true, description: 'Days on which it is closed; at most 500.' })
  holidays?: string[] | null;
}
