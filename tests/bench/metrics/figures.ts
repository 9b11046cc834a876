// What a report and a scan say, in one form, so that both can be compared.

/** How many things were counted, and what came out. */
export interface Figure {
  readonly n: number;
  readonly value: number | null;
}
/** By what they are of, such as "2024-01-01" or "PHONE 2024-01-01". */
export type Figures = ReadonlyMap<string, Figure>;

/** Sums of decimals come out in the last digits as they were added up. */
const ROUNDING = 1e-9;

/** Throws when one says something that the other does not, or both say nothing. */
export function expectSameFigures(name: string, scan: Figures, report: Figures): void {
  const differing = [...new Set([...scan.keys(), ...report.keys()])].filter(
    key => !isSame(scan.get(key), report.get(key)),
  );
  if (differing.length === 0 && scan.size > 0) return;
  const shown = differing.slice(0, 5).map(key => `${key}: ${text(scan.get(key))}, but ${text(report.get(key))}`);
  throw new Error(`${name}: ${differing.length} of ${scan.size} figures differ.\n${shown.join('\n')}`);
}

function isSame(a: Figure | undefined, b: Figure | undefined): boolean {
  if (!a || !b || a.n !== b.n) return false;
  if (a.value === null || b.value === null) return a.value === b.value;
  return Math.abs(a.value - b.value) <= ROUNDING * Math.max(1, Math.abs(a.value));
}

const text = (figure: Figure | undefined) => (figure ? `${figure.value} of ${figure.n}` : 'nothing');
