// What a Salesforce fake is started with: the rows of one org, in Salesforce's own names.
import type { FakeRows } from '../../kit/fake-rows.ts';

export interface SalesforceWorld {
  /** 15 or 18 characters. */
  readonly orgId: string;
  /**
   * By sObject: "Account", "Contact", "Case", … `fields` hold everything but Id, CreatedDate, SystemModstamp and
   * LastModifiedDate, which the fake derives from the row. `IsDeleted: true`, perhaps with a MasterRecordId, puts a row
   * in the bin; not in tables that are `modifiedInOrder`. Ids have 18 characters and the object's key prefix.
   * Date-times are ISO text, numbers are numbers.
   */
  readonly objects: Readonly<Record<string, FakeRows>>;
  /** Custom fields by sObject, beside the standard ones: they end in "__c". */
  readonly customFields?: Readonly<Record<string, readonly SalesforceField[]>>;
}

export interface SalesforceField {
  readonly name: string;
  readonly label: string;
  readonly type: 'string' | 'double' | 'boolean' | 'date' | 'datetime' | 'picklist';
}
