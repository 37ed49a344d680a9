/**
 * A network run forward, one slot (eight images) at a time.
 *
 * @module
 */
import { IMAGE_PIXELS, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { LANES } from "../kernels/module.ts";
import type { Context } from "./context.ts";
import type { Linear } from "./linear.ts";
import { createNormalization, type Normalization } from "./normalization.ts";
import { createPlainLinear } from "./plain_linear.ts";
import { createWinogradLinear } from "./winograd_linear.ts";

/** The parts of a network as one Worker holds them, by stage. */
export interface Parts {
  linears: Linear[];
  norms: Normalization[];
  /** Output of stage `index` for a slot: into the next stage's field, or the logits after the last. */
  activate(index: number, slot: number): void;
  /** Address of a slot's logits, later their gradient or the probabilities. */
  logitsAt(slot: number): number;
}

/** Creates the parts. */
export function createParts(context: Context): Parts {
  const { kernels, layout, scratch } = context;
  const { stages } = layout.network;
  const last = stages.length - 1;
  const logitsAt = (slot: number) =>
    layout.stages[last].dOut + slot * layout.stages[last].dOutStride;
  return {
    linears: layout.stages.map(({ tile }, index) =>
      tile ? createWinogradLinear(context, index) : createPlainLinear(context, index)
    ),
    norms: stages.map((_, index) => createNormalization(context, index)),
    logitsAt,
    activate(index, slot) {
      const stage = stages[index], own = scratch.stages[index], place = layout.stages[index];
      const next = layout.stages[index + 1];
      const out = next ? next.field + slot * next.fieldStride + next.interior : logitsAt(slot);
      // A dense stage reads a picture's values in one row; a convolution reads rows in their field.
      const wide = next && stages[index + 1].height > 1;
      const outRow = wide ? next.fieldRow : rowBytes(stage);
      // deno-fmt-ignore
      kernels.activate(place.z + slot * place.zStride, out, own.scale, own.shift, stage.outHeight,
        stage.outWidth, stage.outputs, stage.poolHeight, stage.poolWidth, stage.averagePool,
        stage.activation, outRow);
    },
  };
}

const rowBytes = (stage: { outWidth: number; poolWidth: number; outputs: number }) =>
  Math.floor(stage.outWidth / stage.poolWidth) * stage.outputs * 4 * LANES;

/** Classifies images that lie in the engine's memory. */
export interface Predictor {
  /** Takes over weights and moving statistics from their arenas. */
  prepare(weights: number, statistics: number): void;
  /** Leaves the probabilities of images `first` to `end` in the layout's table. */
  run(first: number, end: number): void;
}

/** Creates a predictor that works in slot `slot`. */
export function createPredictor(context: Context, parts: Parts, slot: number): Predictor {
  const { kernels, layout } = context;
  const { stages, classes } = layout.network;
  const place = layout.stages[0];
  const field = place.field + slot * place.fieldStride + place.interior;

  function loadImages(first: number, count: number): void {
    for (let lane = 0; lane < count; lane++) {
      const image = layout.images + (first + lane) * IMAGE_PIXELS;
      // deno-fmt-ignore
      kernels.copyDigit(image, field + lane * 4, layout.imageRow, IMAGE_SIZE, IMAGE_SIZE, 1 / 255);
    }
  }

  return {
    prepare(weights, statistics) {
      parts.linears.forEach((linear) => linear.prepare(weights, false));
      parts.norms.forEach((norm) => norm.useMovingStatistics(weights, statistics));
    },
    run(first, end) {
      for (let at = first; at < end; at += LANES) {
        const count = Math.min(LANES, end - at);
        loadImages(at, count);
        for (let index = 0; index < stages.length; index++) {
          parts.linears[index].forward(slot);
          parts.activate(index, slot);
        }
        const logits = parts.logitsAt(slot);
        kernels.softmax(logits, classes);
        kernels.deinterleave(logits, layout.probabilities + at * classes * 4, classes, count);
      }
    },
  };
}
