// Which identifiers a person's record claims.
import type { Claim } from '../identity/learn.ts';
import { type NormalIdentifier, normalIdentifier } from '../identity/normalize.ts';
import type { Matcher } from '../identity/rules.ts';
import type { LandedAs } from '../landed.ts';
import type { Scope } from '../ref.ts';
import type { Person } from './person-rows.ts';

export function claimOf(scope: Scope, person: LandedAs<Person>, matcher: Matcher): Claim {
  const learned = person.optimistic?.rules === matcher.rules.version;
  return { id: person.id, identifiers: learned ? [] : identifiersOf(scope, person, matcher), learned };
}

export function ownId(ref: string, matcher: Matcher): NormalIdentifier {
  return { kind: 'EXTERNAL_ID', value: ref, linking: matcher.links('EXTERNAL_ID', ref) };
}

function identifiersOf(scope: Scope, person: LandedAs<Person>, matcher: Matcher): NormalIdentifier[] {
  const country = person.record.fields.country;
  const given = person.record.identifiers.map(identifier =>
    normalIdentifier(scope.connectionKey, identifier, matcher, country),
  );
  return [ownId(person.ref, matcher), ...given.filter(identifier => identifier !== null)];
}
