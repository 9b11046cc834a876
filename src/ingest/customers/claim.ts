// Which identifiers a person's record claims.
import type { Claim } from '../identity/learn.ts';
import { type NormalIdentifier, normalIdentifier } from '../identity/normalize.ts';
import type { Judge } from '../identity/rules.ts';
import type { Landed, Scope } from '../ref.ts';
import type { Person } from './person-rows.ts';

export function claimOf(scope: Scope, person: Landed<Person>, judge: Judge): Claim {
  const learned = person.ahead?.rules === judge.rules.version;
  return { id: person.id, identifiers: learned ? [] : identifiersOf(scope, person, judge), learned };
}

export function ownId(ref: string, judge: Judge): NormalIdentifier {
  return { kind: 'EXTERNAL_ID', value: ref, linking: judge.links('EXTERNAL_ID', ref) };
}

function identifiersOf(scope: Scope, person: Landed<Person>, judge: Judge): NormalIdentifier[] {
  const country = person.record.fields.country;
  const given = person.record.identifiers.map(identifier =>
    normalIdentifier(scope.connectionKey, identifier, judge, country),
  );
  return [ownId(person.ref, judge), ...given.filter(identifier => identifier !== null)];
}
