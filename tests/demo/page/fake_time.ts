/**
 * A clock that tests turn.
 *
 * @module
 */

/** Takes the place of setTimeout() and clearTimeout() until it is restored. */
export class FakeTime {
  #now = 0;
  #next = 1;
  readonly #timers = new Map<number, { at: number; run: () => void }>();
  readonly #originals = { setTimeout, clearTimeout };

  constructor() {
    globalThis.setTimeout = ((run: () => void, ms = 0) => {
      this.#timers.set(this.#next, { at: this.#now + ms, run });
      return this.#next++;
    }) as unknown as typeof setTimeout;
    globalThis.clearTimeout = (id) => void this.#timers.delete(Number(id));
  }

  /** Runs what is due within so long. */
  pass(ms: number): void {
    this.#now += ms;
    for (const [id, { at, run }] of [...this.#timers]) {
      if (at > this.#now || !this.#timers.delete(id)) continue;
      run();
    }
  }

  restore(): void {
    Object.assign(globalThis, this.#originals);
  }
}
