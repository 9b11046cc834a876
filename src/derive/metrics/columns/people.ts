// Pure: counts the different subjects of a question, by span and group.
import type { Chunk } from './chunk.ts';
import type { Cut } from './cut.ts';
import { longer, Pairs } from './pairs.ts';
import type { Selection } from './selection.ts';

export interface FoundPeople {
  readonly values: readonly number[];
  readonly span: number;
  readonly kind: number;
  readonly people: number;
}

export class People {
  /** A group and one of its subjects. */
  readonly #pairs = new Pairs();
  /** Facts of each. */
  #facts = new Int32Array(1024);
  readonly #groups = new Map<string, Omit<FoundPeople, 'people'> & { readonly id: number }>();
  /** Of each group of the selection: those here, one for each span it is part of. */
  readonly #idsOf: (readonly number[] | undefined)[] = [];

  constructor(readonly cut: Cut) {}

  get size(): number {
    return this.#pairs.size;
  }

  add(chunk: Chunk, selection: Selection): void {
    const subjects = chunk.column('subject');
    for (let i = 0; i < selection.count; i++) {
      const group = selection.groups[i]!;
      const subject = subjects === null ? 0 : subjects[selection.rows[i]!]!;
      const ids = this.#idsOf[group] ?? this.#spread(selection, group);
      for (const id of ids) {
        const pair = this.#pairs.of(id, subject);
        if (pair >= this.#facts.length) this.#facts = longer(this.#facts, 2 * pair);
        this.#facts[pair]! += chunk.signed;
      }
    }
  }

  found(): FoundPeople[] {
    const people = new Int32Array(this.#groups.size);
    for (let pair = 0; pair < this.#pairs.size; pair++)
      if (this.#facts[pair]! > 0) people[this.#pairs.first(pair)]! += 1;
    return [...this.#groups.values()]
      .map(({ id, ...group }) => ({ ...group, people: people[id]! }))
      .filter(group => group.people > 0);
  }

  #spread(selection: Selection, of: number): number[] {
    const { kind, segment, values } = selection.describe(of);
    const ids = this.cut.spans[segment]!.map(span => {
      const key = [span, kind, ...values].join(' ');
      const group = this.#groups.get(key) ?? { id: this.#groups.size, values, span, kind };
      this.#groups.set(key, group);
      return group.id;
    });
    this.#idsOf[of] = ids;
    return ids;
  }
}
