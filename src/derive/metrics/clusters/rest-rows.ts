// Pure: what customers did outside a group, where groups overlap: everyone's sums less the group's.
import type { Rows } from './influence.ts';

/** Gives what is left of `all` without a part of it. Who is wholly in the part has no rows left. */
export function withoutRows(all: Rows): (part: Rows) => Rows {
  const sums = { subject: [] as number[], term: [] as number[], n: [] as number[], y: [] as number[] };
  const places = new Map<string, number>();
  const keyOf = ({ sums: { subject, term } }: Rows, row: number) => `${subject[row]} ${term[row]}`;
  for (const row of all.rows) {
    const key = keyOf(all, row);
    let at = places.get(key);
    if (at === undefined) {
      at = sums.subject.length;
      places.set(key, at);
      sums.subject.push(all.sums.subject[row]!);
      sums.term.push(all.sums.term[row]!);
      sums.n.push(0);
      sums.y.push(0);
    }
    sums.n[at]! += all.sums.n[row]!;
    sums.y[at]! += all.sums.y[row]!;
  }
  return part => {
    const [n, y] = [[...sums.n], [...sums.y]];
    for (const row of part.rows) {
      const at = places.get(keyOf(part, row))!;
      n[at]! -= part.sums.n[row]!;
      y[at]! -= part.sums.y[row]!;
    }
    return { sums: { ...sums, n, y }, rows: [...n.keys()].filter(at => n[at]! > 0) };
  };
}
