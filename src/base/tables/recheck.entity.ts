// Records whose identity is to be decided anew, because the rules changed: emptied batch by batch.
import { defineEntity } from '@mikro-orm/postgresql';
import { sharedId } from './columns.ts';

export const identityRecheckSchema = defineEntity({
  name: 'IdentityRecheck',
  tableName: 'identity_recheck',
  properties: {
    /** The source record's. */
    recordId: sharedId(),
  },
});
export class IdentityRecheck extends identityRecheckSchema.class {}
identityRecheckSchema.setClass(IdentityRecheck);
