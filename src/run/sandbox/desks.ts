// Which connectors keep the desks of the story, as their parts of the sandbox say.
import type { Desk, KeptDesk, SandboxPart } from '../../../connectors/kit/sandbox-part.ts';
import type { Person } from '../../../connectors/kit/story/people.ts';

/** A desk with the key of the connector that keeps it. */
export type Desks = Readonly<Record<Desk, KeptDesk & { readonly key: string }>>;

/** Throws unless each desk is kept by exactly one connector. */
export function desksOf(parts: ReadonlyMap<string, SandboxPart>): Desks {
  const keepers = [...parts].flatMap(([key, { desk }]) => (desk ? [{ ...desk, key }] : []));
  const keeperOf = (of: Desk) => {
    const [keeper, ...others] = keepers.filter(desk => desk.of === of);
    if (keeper && others.length === 0) return keeper;
    const found = [keeper, ...others].flatMap(desk => desk?.key ?? []).join(', ') || 'none';
    throw new Error(`The sandbox needs one connector that keeps its ${of} desk; found: ${found}.`);
  };
  return { marketing: keeperOf('marketing'), service: keeperOf('service') };
}

/** What a desk knows of somebody. */
export const at = (person: Person, desk: Desks[Desk]) => person.at[desk.key] ?? null;

/** Only contacts ask, are asked and recommend: leads are nobody's customers yet. */
export const isContactAt = (person: Person, desk: Desks[Desk]) => at(person, desk)?.kind === 'contact';
