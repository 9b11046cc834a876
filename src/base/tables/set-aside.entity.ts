// Subjects that a refresh could not work off, or not wholly, and why.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { sharedId, text, time } from './columns.ts';

export const setAsideSchema = defineEntity({
  name: 'SetAside',
  tableName: 'set_aside',
  properties: {
    /** As in change_mark. */
    subject: sharedId(),
    /** Where it failed: FACTS, SCORES, JOURNEYS or SEGMENTS. */
    step: text(),
    /** In words, without any value of theirs. */
    reason: text(),
    /** Everything else of theirs is in the figures; only what is out of bounds is not. */
    partial: p.boolean(),
    attempts: p.integer().default(1),
    firstAt: time(),
    lastAt: time(),
    /** When it is tried again by itself; null where only a change can help. */
    nextAt: time().nullable(),
  },
  indexes: [
    // a refresh looks for those whose turn has come
    {
      name: 'set_aside_next',
      expression: 'create index "set_aside_next" on "set_aside" ("next_at") where next_at is not null',
    },
  ],
});
export class SetAside extends setAsideSchema.class {}
setAsideSchema.setClass(SetAside);
