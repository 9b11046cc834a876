// What the hunter found: each fault once, with the shortest request that shows it.
import type { Fault, FaultKind } from './faults.ts';

interface Finding extends Fault {
  times: number;
  about: string;
  example: string;
}

/** Numbers, ids and quoted values differ from case to case of one fault. */
function signOf({ kind, sign }: Fault): string {
  const text = sign
    .slice(0, 400)
    .replace(/"(?:[^"\\]|\\.){0,300}"?/g, '"…"')
    .replace(/\d+/g, '0');
  return `${kind}: ${text.slice(0, 200)}`;
}

const SHOWN = 300;

export class Findings {
  private readonly found = new Map<string, Finding>();

  add(fault: Fault, about: string, example: string): void {
    const sign = signOf(fault);
    const known = this.found.get(sign);
    if (!known) {
      this.found.set(sign, { ...fault, about, example, times: 1 });
      return;
    }
    known.times += 1;
    if (example.length < known.example.length) Object.assign(known, { about, example, sign: fault.sign });
  }

  count(kind: FaultKind): number {
    return this.of(kind).reduce((sum, { times }) => sum + times, 0);
  }

  get size(): number {
    return this.found.size;
  }

  /** One line a fault, most frequent first. */
  lines(): string[] {
    const sorted = [...this.found.values()].sort((a, b) => a.kind.localeCompare(b.kind) || b.times - a.times);
    return sorted.map(
      ({ kind, times, sign, about, example }) =>
        `${kind} × ${times}: ${shortened(sign)} | ${shortened(about)} | ${shortened(example)}`,
    );
  }

  private of(kind: FaultKind): Finding[] {
    return [...this.found.values()].filter(finding => finding.kind === kind);
  }
}

function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}… (${text.length})` : text;
}
