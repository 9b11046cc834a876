// Describe answers: which objects there are and which fields this user may see.
import type { Org } from './org.ts';
import type { FieldSpec, ObjectSpec } from './schema.ts';

export function describeGlobal(org: Org): unknown {
  return { encoding: 'UTF-8', maxBatchSize: 200, sobjects: [...org.schema.values()].map(summary) };
}

export function describeObject(org: Org, name: string): unknown {
  const { spec } = org.table(name);
  const fields = [...spec.fields.values()].filter(field => org.field(name, field.name));
  return { ...summary(spec), fields: fields.map(fieldOf) };
}

function summary(spec: ObjectSpec): Record<string, unknown> {
  return {
    name: spec.name,
    label: spec.name,
    keyPrefix: spec.keyPrefix,
    custom: false,
    queryable: true,
    replicateable: true,
    mergeable: spec.fields.has('MasterRecordId'),
  };
}

function fieldOf(field: FieldSpec): Record<string, unknown> {
  return {
    name: field.name,
    type: field.type,
    label: field.label,
    custom: field.custom,
    calculated: false,
    nillable: field.name !== 'Id',
    filterable: field.type !== 'address',
    compoundFieldName: field.compoundFieldName,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    polymorphicForeignKey: field.referenceTo.length > 1,
    picklistValues: [],
  };
}
