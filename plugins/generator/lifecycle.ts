/** Where an event stands: which thing it happens to, and which step of that thing's life it is. */
export interface LifeEvent {
  readonly thing: number;
  readonly step: number;
}

/**
 * Lets things live interleaved, with a formula instead of a memory, so that any event can be found alone. Every thing has
 * `steps` events. In round r thing r is born, and the things born `delay`, 2·`delay` … rounds ago take their next step.
 */
export class Lifecycle {
  readonly #steps: number;
  readonly #delay: number;

  constructor(steps: number, delay: number) {
    this.#steps = steps;
    this.#delay = delay;
  }

  /** The event at an index. */
  eventAt(index: number): LifeEvent {
    const { round, step } = this.#slotAt(index);
    return { thing: round - step * this.#delay, step };
  }

  /** The index of an event. */
  indexOf({ thing, step }: LifeEvent): number {
    const round = thing + step * this.#delay;
    return this.#eventsBefore(round) + step;
  }

  /** In the first rounds only the first steps can be taken: `delay` rounds of one event, as many of two, and so on. */
  #slotAt(index: number): { round: number; step: number } {
    let start = 0;
    for (let perRound = 1; perRound < this.#steps; perRound += 1) {
      const events = perRound * this.#delay;
      if (index < start + events) {
        const within = index - start;
        return { round: (perRound - 1) * this.#delay + Math.floor(within / perRound), step: within % perRound };
      }
      start += events;
    }
    const within = index - start;
    return { round: (this.#steps - 1) * this.#delay + Math.floor(within / this.#steps), step: within % this.#steps };
  }

  #eventsBefore(round: number): number {
    const full = Math.min(Math.floor(round / this.#delay), this.#steps - 1);
    const startUp = (this.#delay * full * (full + 1)) / 2;
    return startUp + (round - full * this.#delay) * (full + 1);
  }
}
