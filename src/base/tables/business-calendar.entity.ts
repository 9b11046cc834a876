// When a business is open, how its years and weeks begin; and the default calendar written out, opening by opening.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { createdNow, json, text, time } from './columns.ts';

export const businessCalendarSchema = defineEntity({
  name: 'BusinessCalendar',
  tableName: 'business_calendar',
  properties: {
    key: text().primary(),
    timeZone: text(),
    weekStart: text(),
    /** A month, 1 to 12. */
    fiscalYearStart: p.integer(),
    hours: json(),
    /** Days, ascending. */
    holidays: json(),
    updatedAt: createdNow(),
  },
});
export class BusinessCalendarRow extends businessCalendarSchema.class {}
businessCalendarSchema.setClass(BusinessCalendarRow);

/** Kept by the refresh. Two rows without length mark the ends of what is written out. */
export const businessOpenSchema = defineEntity({
  name: 'BusinessOpen',
  tableName: 'business_open',
  properties: {
    opensAt: time().primary(),
    closesAt: time(),
    /** Open seconds since the first row; null on the last, behind which nothing is known. */
    secondsBefore: p.bigint('number').nullable(),
  },
});
export class BusinessOpen extends businessOpenSchema.class {}
businessOpenSchema.setClass(BusinessOpen);
