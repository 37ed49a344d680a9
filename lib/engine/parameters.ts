/**
 * Parameters between a model and the engine's memory.
 *
 * @module
 */
import type { Model } from "../model/model.ts";
import { listMovingStatistics } from "../model/network.ts";
import type { Layout } from "./layout.ts";

/** Copies a model's weights and moving statistics in, as current and as averaged ones. */
export function writeParameters(
  { weights }: Model,
  layout: Layout,
  memory: WebAssembly.Memory,
): void {
  const moving = listMovingStatistics(layout.network);
  for (const { name, values } of weights) {
    const arenas = moving.has(name)
      ? [layout.movingStatistics, layout.averageStatistics]
      : [layout.weights, layout.average];
    for (const arena of arenas) {
      new Float32Array(memory.buffer, arena + layout.offsets[name], values.length).set(values);
    }
  }
}

/** Copies the averaged weights and statistics out into a model. */
export function readParameters(
  { weights }: Model,
  layout: Layout,
  memory: WebAssembly.Memory,
): void {
  const moving = listMovingStatistics(layout.network);
  for (const { name, values } of weights) {
    const arena = moving.has(name) ? layout.averageStatistics : layout.average;
    values.set(new Float32Array(memory.buffer, arena + layout.offsets[name], values.length));
  }
}
