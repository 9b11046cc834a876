// What changed since segments, journeys and metrics last looked: only ever added to, and emptied by the refresh.
import { defineEntity } from '@mikro-orm/postgresql';
import { createdNow, id, idOf } from './columns.ts';

/** `subject` is a customer's id, or the negative id of a record that belongs to nobody. */
export const changeMarkSchema = defineEntity({
  name: 'ChangeMark',
  tableName: 'change_mark',
  properties: { id: id(), subject: idOf(), markedAt: createdNow() },
});
export class ChangeMark extends changeMarkSchema.class {}
changeMarkSchema.setClass(ChangeMark);
