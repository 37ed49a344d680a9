/**
 * Notices silence.
 *
 * @module
 */

/** Counted in ticks: a device that sleeps, or a page in the background, hears nothing but does not tick either. */
const TICK_MS = 1_000, PATIENCE_TICKS = 10;

/** Barks after ten seconds without food, once. */
export class Watchdog {
  readonly #onSilence: () => void;
  #timer?: ReturnType<typeof setTimeout>;
  #ticks = 0;

  constructor(onSilence: () => void) {
    this.#onSilence = onSilence;
  }

  /** Something is to be heard from now on. */
  watch(): void {
    if (this.#timer === undefined) this.feed();
  }

  /** Something was heard: the ten seconds begin anew. */
  feed(): void {
    this.#ticks = 0;
    this.#timer ??= setTimeout(() => this.#tick(), TICK_MS);
  }

  /** Nothing more is to be heard. */
  rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    this.#timer = undefined;
    if (++this.#ticks >= PATIENCE_TICKS) return this.#onSilence();
    this.#timer = setTimeout(() => this.#tick(), TICK_MS);
  }
}
