// Seeded chance: the same label and seed always give the same numbers, in every process and on every machine.

/** FNV-1a over UTF-16 units, so that each label starts a sequence of its own. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** A sequence of pseudo-random choices. Not for secrets. */
export class Random {
  private state: number;

  private constructor(private readonly label: string) {
    this.state = hash(label);
  }

  static of(seed: number, label: string): Random {
    return new Random(`${seed}/${label}`);
  }

  /** An independent sequence: what is drawn from it does not shift what is drawn from this one. */
  fork(label: string | number): Random {
    return new Random(`${this.label}/${label}`);
  }

  /** In [0, 1). A Weyl sequence with a strong finaliser: neighbouring states give unrelated numbers. */
  next(): number {
    this.state = (this.state + 0x9e3779b9) | 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)]!;
  }

  /** Picks a key in proportion to its weight. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries(weights) as [K, number][];
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of entries) {
      left -= weight;
      if (left < 0) return key;
    }
    return entries.at(-1)![0];
  }

  /** Mean 0, deviation 1, cut at ±3: the sum of uniform numbers is close enough to a bell. */
  bell(): number {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += this.next();
    return Math.max(-3, Math.min(3, sum));
  }

  /** A duration around `median`, with the long right tail that waiting times have. */
  around(median: number, spread = 0.7): number {
    return median * Math.exp(spread * this.bell());
  }

  shuffled<T>(items: readonly T[]): T[] {
    const copy = [...items];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = this.int(0, i);
      [copy[i], copy[j]] = [copy[j]!, copy[i]!];
    }
    return copy;
  }
}
