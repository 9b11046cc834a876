// Pure: gives pairs of numbers numbers of their own, from 0 in the order in which they come.

export class Pairs {
  size = 0;
  #first = new Int32Array(1024);
  #second = new Int32Array(1024);
  /** Number of the pair whose hash falls here; -1 for none. Half of it is empty at least. */
  #places = new Int32Array(4096).fill(-1);

  of(first: number, second: number): number {
    const mask = this.#places.length - 1;
    let place = hash(first, second) & mask;
    for (;;) {
      const id = this.#places[place]!;
      if (id === -1) return this.#add(first, second, place);
      if (this.#first[id] === first && this.#second[id] === second) return id;
      place = (place + 1) & mask;
    }
  }

  /** -1 where it has none. */
  find(first: number, second: number): number {
    const mask = this.#places.length - 1;
    let place = hash(first, second) & mask;
    for (;;) {
      const id = this.#places[place]!;
      if (id === -1 || (this.#first[id] === first && this.#second[id] === second)) return id;
      place = (place + 1) & mask;
    }
  }

  first(id: number): number {
    return this.#first[id]!;
  }

  second(id: number): number {
    return this.#second[id]!;
  }

  #add(first: number, second: number, place: number): number {
    const id = this.size;
    if (id === this.#first.length) {
      this.#first = longer(this.#first, 2 * id);
      this.#second = longer(this.#second, 2 * id);
    }
    this.#first[id] = first;
    this.#second[id] = second;
    this.#places[place] = id;
    this.size += 1;
    if (this.size * 2 > this.#places.length) this.#spread();
    return id;
  }

  #spread(): void {
    const places = new Int32Array(this.#places.length * 4).fill(-1);
    const mask = places.length - 1;
    for (let id = 0; id < this.size; id++) {
      let place = hash(this.#first[id]!, this.#second[id]!) & mask;
      while (places[place] !== -1) place = (place + 1) & mask;
      places[place] = id;
    }
    this.#places = places;
  }
}

function hash(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  const spread = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
  return spread ^ (spread >>> 13);
}

/** The same numbers with room for more. */
export function longer<A extends Int32Array | Float64Array>(array: A, length: number): A {
  if (array.length >= length) return array;
  const copy = new (array.constructor as new (length: number) => A)(length);
  copy.set(array);
  return copy;
}
