// What is written of each person's record, as columns.
import type { Of } from '../../../connectors/records.ts';
import { normalEmail } from '../identity/normalize.ts';
import type { LandedAs } from '../landed.ts';
import { maybeRef, type Scope } from '../ref.ts';

export type Person = Of<'person'>;

/** Columns of `personRow`, for `columnset`. */
export const PERSON = {
  id: 'bigint',
  ref: 'text',
  fields: 'jsonb',
  observed: 'jsonb',
  traits: 'jsonb',
  stages: 'jsonb',
  account: 'text',
  version: 'timestamptz',
  created: 'timestamptz',
} as const;

export function personRow(scope: Scope, person: LandedAs<Person>): Record<keyof typeof PERSON, unknown> {
  const fields = presentFields(person.record.fields);
  return {
    id: person.id,
    ref: person.ref,
    fields: JSON.stringify(fields),
    observed: JSON.stringify(Object.fromEntries(Object.keys(fields).map(key => [key, person.version]))),
    traits: JSON.stringify(person.record.traits),
    stages: JSON.stringify(stagesOf(person)),
    account: maybeRef(scope, person.record.account),
    version: person.version,
    created: person.record.createdAt ?? null,
  };
}

/** SQL of the ref of a person's employer: what the record says, or else its primary link. */
export const employerRef = (row: string): string =>
  `coalesce(${row}.account, (select l.to_ref from link l where l.from_ref = ${row}.ref and l.role = 'account' order by l.position limit 1))`;

/** SQL of the account that a ref of an employer means. */
export const employerId = (ref: string): string =>
  `(select a.account_id from identifier i join account_record a on a.id = i.record_id
    where i.kind = 'ACCOUNT_ID' and i.value = ${ref} order by a.id limit 1)`;

/** What the source says: fields that are null or empty are not there, the e-mail is in its normal form where it has one. */
export function presentFields(fields: Person['fields']): Record<string, string> {
  const present = Object.entries(fields).filter((entry): entry is [string, string] => !!entry[1]?.trim());
  return Object.fromEntries(
    present.map(([key, value]) => [key, key === 'email' ? (normalEmail(value) ?? value.trim()) : value.trim()]),
  );
}

/** The first date of each stage that the source dates; the present one, if it is not among them, as old as this version. */
function stagesOf({ record, version }: LandedAs<Person>): Record<string, string> {
  const dated = [...(record.stages ?? [])].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const present = record.fields.lifecycleStage;
  return {
    ...(present ? { [present]: version } : {}),
    ...Object.fromEntries(dated.map(({ stage, at }) => [stage, at])),
  };
}
