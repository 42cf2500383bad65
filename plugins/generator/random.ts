/** A stream of numbers that is the same for the same seed and index, so that any record can be made alone. */
export class Random {
  #state = 0;

  constructor(seed: number, index = 0) {
    this.at(seed, index);
  }

  /** Starts the stream of an index. Both are mixed, or neighbours would look alike. */
  at(seed: number, index: number): this {
    const low = index >>> 0;
    const high = Math.floor(index / 4_294_967_296) >>> 0;
    this.#state = mix(mix(mix(seed >>> 0) ^ low) ^ high);
    return this;
  }

  /** From 0 (inclusive) to 1 (exclusive). */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    return mix(this.#state) / 4_294_967_296;
  }

  /** A whole number from `least` to `most`, both inclusive. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[Math.floor(this.next() * items.length)] ?? items[0];
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** About normal: mean 0, deviation 1. */
  gauss(): number {
    return (this.next() + this.next() + this.next() + this.next() - 2) * Math.sqrt(3);
  }
}

/** Spreads the bits of a 32-bit number: each bit of the input changes about half of the output's. */
function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
