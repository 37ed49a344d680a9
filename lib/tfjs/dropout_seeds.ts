/**
 * Dropout in tfjs that repeats: a mask of its own for every step, and the same one whenever the step is
 * taken.
 *
 * @module
 */
import type { tf } from "./backend.ts";
import { mixSeeds } from "../random.ts";

/** tfjs reads the seed at every call, and draws one where there is none. */
type DropoutLayer = tf.layers.Layer & { seed?: number };

/** The seeds of a model's Dropout layers. */
export class DropoutSeeds {
  readonly #layers: DropoutLayer[];
  /** What is saved with the model. */
  readonly #own: (number | undefined)[];

  /** Changes nothing yet. */
  constructor(model: tf.LayersModel) {
    this.#layers = model.layers.filter((layer) => layer.getClassName() === "Dropout");
    this.#own = this.#layers.map(({ seed }) => seed);
  }

  /** Seeds all layers for a step of the run with this seed. */
  set(seed: number, step: number): void {
    this.#layers.forEach((layer, index) => layer.seed = mixSeeds(seed, step, index));
  }

  /** Gives the layers their own seeds back. */
  restore(): void {
    this.#layers.forEach((layer, index) => layer.seed = this.#own[index]);
  }
}
