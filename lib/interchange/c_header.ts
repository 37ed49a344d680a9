/**
 * A network as one C99 header for microcontrollers: int8 kernels, float arithmetic, static buffers, no
 * memory from the heap.
 *
 * Pooling happens while a layer is computed, so a buffer holds a pooled map at most.
 *
 * @module
 */
import { IMAGE_PIXELS, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { type Network, pooledSize } from "../model/network.ts";
import { C_ACTIVATIONS, type CBuffers, formatRoutines } from "./c_routines.ts";
import type { Description } from "./description.ts";
import { nameModules, toIdentifier } from "./module_names.ts";
import { quantize, type QuantizedStage } from "../engine/quantize.ts";

/** Writes the header; every name in it begins with the network's. */
export function formatHeader({ name, classes, network, weights }: Description): string {
  const prefix = toIdentifier(name).toLowerCase(), upper = prefix.toUpperCase();
  const names = nameModules(network).map(({ layer }) => layer);
  const stages = quantize(network, weights);
  const weightBytes = stages.reduce(
    (sum, { kernel, scale, shift }) => sum + kernel.length + 4 * (scale.length + shift.length),
    0,
  );
  const buffers = planBuffers(network);
  return `/*
 * ${
    comment(name)
  }: reads ${IMAGE_SIZE}x${IMAGE_SIZE} images of ${network.classes} classes. C99, one file; link with -lm.
 *
 *     #include "model.h"
 *     float probabilities[${upper}_CLASSES];
 *     int answer = ${prefix}_classify(image, probabilities);
 *
 * image: ${IMAGE_PIXELS} bytes, row by row, 0 is paper and 255 full ink. Kernels are int8 with a float scale for each
 * output. Buffers are static: the routine is not reentrant.
 */
#ifndef ${upper}_H
#define ${upper}_H

#include <math.h>
#include <stdint.h>

#define ${upper}_CLASSES ${network.classes}
/* Bytes of kernels, scales and shifts, in read-only memory. */
#define ${upper}_WEIGHT_BYTES ${weightBytes}
/* Bytes of static buffers. */
#define ${upper}_BUFFER_BYTES ${4 * (buffers.first + buffers.second + buffers.outputs)}

static const char *const ${prefix}_class_names[${upper}_CLASSES] = {
  ${classes.map(cString).join(", ")}
};

${stages.map((stage, i) => formatArrays(`${prefix}_${names[i]}`, stage)).join("\n")}
${formatRoutines(prefix, buffers)}
static const ${prefix}_layer ${prefix}_layers[${network.stages.length}] = {
${network.stages.map((_, i) => formatLayer(network, i, `${prefix}_${names[i]}`)).join("\n")}
};

/* The most probable class; fills ${upper}_CLASSES probabilities. */
static int ${prefix}_classify(const uint8_t image[${IMAGE_PIXELS}], float *probabilities) {
  return ${prefix}_run(${prefix}_layers, ${network.stages.length}, image, probabilities);
}

#endif
`;
}

/** The image and the outputs of odd stages share the first buffer, those of even stages the second. */
function planBuffers({ stages }: Network): CBuffers {
  const sizes = stages.map((stage) => {
    const { height, width } = pooledSize(stage);
    return height * width * stage.outputs;
  });
  return {
    first: Math.max(IMAGE_PIXELS, ...sizes.filter((_, index) => index % 2 === 1)),
    second: Math.max(...sizes.filter((_, index) => index % 2 === 0)),
    outputs: Math.max(...stages.map(({ outputs }) => outputs)),
  };
}

function formatArrays(name: string, { kernel, scale, shift }: QuantizedStage): string {
  const floats = (values: Float32Array) => wrap(Array.from(values, cFloat));
  return `static const int8_t ${name}_kernel[${kernel.length}] = {
${wrap(Array.from(kernel, String))}
};
static const float ${name}_scale[${scale.length}] = {
${floats(scale)}
};
static const float ${name}_shift[${shift.length}] = {
${floats(shift)}
};
`;
}

/** In the order of the struct's fields. */
function formatLayer(network: Network, index: number, name: string): string {
  const stage = network.stages[index];
  const { height, width, channels, kernelHeight, kernelWidth, outputs, padTop, padLeft } = stage;
  const pooled = pooledSize(stage);
  const numbers = [height, width, channels, kernelHeight, kernelWidth, outputs, padTop, padLeft];
  numbers.push(pooled.height, pooled.width, stage.poolHeight, stage.poolWidth);
  numbers.push(Number(stage.averagePool), C_ACTIVATIONS[stage.activation]);
  return `  {${name}_kernel, ${name}_scale, ${name}_shift, ${numbers.join(", ")}},`;
}

/** Lines of at most a hundred characters. */
function wrap(items: string[]): string {
  const lines: string[] = [];
  let line = " ";
  for (const item of items) {
    if (line.length + item.length + 2 > 100) {
      lines.push(line);
      line = " ";
    }
    line += ` ${item},`;
  }
  return [...lines, line].join("\n");
}

/** Nine digits hold a float32 exactly. */
function cFloat(value: number): string {
  return `${value.toExponential(8)}f`;
}

function cString(text: string): string {
  const bytes = new TextEncoder().encode(text);
  // Three octal digits: a hexadecimal escape would swallow the letters behind it.
  const escape = (byte: number) => `\\${byte.toString(8).padStart(3, "0")}`;
  const isPlain = (byte: number) =>
    byte >= 32 && byte < 127 && byte !== 34 && byte !== 92 && byte !== 63;
  return `"${
    Array.from(bytes, (byte) => isPlain(byte) ? String.fromCharCode(byte) : escape(byte)).join("")
  }"`;
}

const comment = (text: string) => text.replace(/[^ -~]|\*\//g, "?");
