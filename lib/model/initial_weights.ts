/**
 * Initial weights, drawn as tfjs draws them: the same seeds give the same values to the last bit, so that
 * a network can be made without tfjs.
 *
 * @module
 */
import alea from "seedrandom/lib/alea.js";
import type { Weight } from "./model.ts";
import { listParameters } from "./network.ts";
import { readNetwork } from "./read_network.ts";
import { listLayers, type Topology } from "./topology.ts";

interface VarianceScaling {
  scale: number;
  mode: "fan_in" | "fan_out" | "fan_avg";
  seed: number;
}

/**
 * Draws the weights of a network as its layers' initialisers say: kernels by variance scaling (He, Glorot)
 * from a normal distribution cut off at two standard deviations, gains and variances 1, all others 0.
 *
 * @throws {UnsupportedModelError} If the compiled engine does not know one of the layers.
 */
export function initializeWeights(topology: Topology): Weight[] {
  const initializers = new Map(
    listLayers(topology).map(({ name, config }) => [name, config.kernelInitializer]),
  );
  return listParameters(readNetwork(topology)).map(({ name, shape }) => {
    const [layer, kind] = name.split("/");
    const size = shape.reduce((product, length) => product * length, 1);
    if (kind === "kernel") {
      const { config } = initializers.get(layer) as { config: VarianceScaling };
      return { name, shape, values: drawKernel(shape, config) };
    }
    const value = kind === "gamma" || kind === "moving_variance" ? 1 : 0;
    return { name, shape, values: new Float32Array(size).fill(value) };
  });
}

function drawKernel(
  shape: readonly number[],
  { scale, mode, seed }: VarianceScaling,
): Float32Array {
  const [inputs, outputs] = shape.slice(-2);
  const taps = shape.slice(0, -2).reduce((product, length) => product * length, 1);
  const fanIn = taps * inputs, fanOut = taps * outputs;
  const fan = mode === "fan_in" ? fanIn : mode === "fan_out" ? fanOut : (fanIn + fanOut) / 2;
  const next = createTruncatedNormal(Math.sqrt(scale / Math.max(1, fan)), seed);
  return Float32Array.from({ length: taps * inputs * outputs }, next);
}

/**
 * Normal numbers within two standard deviations, by Marsaglia's polar method over the generator that tfjs
 * uses. Of a pair whose first number lies outside both are dropped, as tfjs does.
 */
function createTruncatedNormal(deviation: number, seed: number): () => number {
  const random = alea(`${seed}`), limit = 2 * deviation;
  let kept: number | undefined;
  return () => {
    if (kept !== undefined) {
      const value = kept;
      kept = undefined;
      return value;
    }
    for (;;) {
      const { x, y, factor } = drawPair(random);
      const first = deviation * x * factor, second = deviation * y * factor;
      if (Math.abs(first) > limit) continue;
      if (Math.abs(second) <= limit) kept = second;
      return first;
    }
  };
}

/** A point of the unit disc, and the factor that makes its coordinates standard normal. */
function drawPair(random: () => number): { x: number; y: number; factor: number } {
  for (;;) {
    const x = 2 * random() - 1, y = 2 * random() - 1;
    const s = x * x + y * y;
    if (s < 1 && s > 0) return { x, y, factor: Math.sqrt(-2 * Math.log(s) / s) };
  }
}
