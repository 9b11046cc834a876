// Facts about this installation: one row each.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { text } from './columns.ts';

export const settingSchema = defineEntity({
  name: 'Setting',
  tableName: 'setting',
  properties: { key: text().primary(), value: p.json<unknown>() },
});
export class Setting extends settingSchema.class {}
settingSchema.setClass(Setting);
