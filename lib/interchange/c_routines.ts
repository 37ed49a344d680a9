/**
 * The C99 routines of an exported header.
 *
 * @module
 */
import { IMAGE_PIXELS } from "../dataset/labeled_images.ts";
import type { ActivationName } from "../model/network.ts";

/** The routines' numbers of the non-linearities. */
export const C_ACTIVATIONS: Record<ActivationName, number> = {
  linear: 0,
  relu: 1,
  tanh: 2,
  sigmoid: 3,
};

/** Sizes in floats. */
export interface CBuffers {
  /** Layers read one of two buffers and write the other, in turn. */
  first: number;
  second: number;
  /** The most outputs of a layer. */
  outputs: number;
}

/**
 * Writes the routines.
 *
 * @param prefix What every name begins with.
 */
export function formatRoutines(prefix: string, buffers: CBuffers): string {
  return [formatLayerType(prefix), formatLayerRoutines(prefix, buffers), formatRun(prefix, buffers)]
    .join("\n");
}

function formatLayerType(prefix: string): string {
  return `typedef struct {
  const int8_t *kernel; /* [kernel_height][kernel_width][channels][outputs] */
  const float *scale, *shift;
  int height, width, channels, kernel_height, kernel_width, outputs, pad_top, pad_left;
  int pooled_height, pooled_width, pool_height, pool_width, average, activation;
} ${prefix}_layer;

static float ${prefix}_activate(int kind, float z) {
  switch (kind) {
    case ${C_ACTIVATIONS.relu}: return z > 0.0f ? z : 0.0f;
    case ${C_ACTIVATIONS.tanh}: return tanhf(z);
    case ${C_ACTIVATIONS.sigmoid}: return 1.0f / (1.0f + expf(-z));
    default: return z;
  }
}
`;
}

function formatLayerRoutines(prefix: string, { outputs }: CBuffers): string {
  return `/* All outputs at one place, before pooling. */
static void ${prefix}_units(const ${prefix}_layer *l, const float *in, int y, int x, float *z) {
  for (int o = 0; o < l->outputs; o++) z[o] = 0.0f;
  for (int i = 0; i < l->kernel_height; i++) {
    int row = y + i - l->pad_top;
    if (row < 0 || row >= l->height) continue;
    for (int j = 0; j < l->kernel_width; j++) {
      int column = x + j - l->pad_left;
      if (column < 0 || column >= l->width) continue;
      const int8_t *weight = l->kernel + (long)(i * l->kernel_width + j) * l->channels * l->outputs;
      const float *value = in + (row * l->width + column) * l->channels;
      for (int c = 0; c < l->channels; c++, weight += l->outputs) {
        float v = value[c];
        if (v == 0.0f) continue; /* paper, and what a ReLU left out */
        for (int o = 0; o < l->outputs; o++) z[o] += (float)weight[o] * v;
      }
    }
  }
  for (int o = 0; o < l->outputs; o++) {
    z[o] = ${prefix}_activate(l->activation, l->scale[o] * z[o] + l->shift[o]);
  }
}

static void ${prefix}_apply(const ${prefix}_layer *l, const float *in, float *out) {
  static float z[${outputs}];
  int places = l->pool_height * l->pool_width;
  for (int y = 0; y < l->pooled_height; y++) {
    for (int x = 0; x < l->pooled_width; x++, out += l->outputs) {
      for (int p = 0; p < places; p++) {
        int i = p / l->pool_width, j = p % l->pool_width;
        ${prefix}_units(l, in, y * l->pool_height + i, x * l->pool_width + j, z);
        for (int o = 0; o < l->outputs; o++) {
          if (p == 0) out[o] = z[o];
          else if (l->average) out[o] += z[o];
          else if (z[o] > out[o]) out[o] = z[o];
        }
      }
      if (l->average) for (int o = 0; o < l->outputs; o++) out[o] /= (float)places;
    }
  }
}
`;
}

function formatRun(prefix: string, { first, second }: CBuffers): string {
  return `static int ${prefix}_softmax(const float *logits, int count, float *probabilities) {
  int best = 0;
  float sum = 0.0f;
  for (int i = 1; i < count; i++) if (logits[i] > logits[best]) best = i;
  for (int i = 0; i < count; i++) sum += probabilities[i] = expf(logits[i] - logits[best]);
  for (int i = 0; i < count; i++) probabilities[i] /= sum;
  return best;
}

static int ${prefix}_run(const ${prefix}_layer *layers, int count, const uint8_t *image,
                         float *probabilities) {
  static float first[${first}], second[${second}];
  float *in = first, *out = second;
  for (int i = 0; i < ${IMAGE_PIXELS}; i++) in[i] = (float)image[i] / 255.0f;
  for (int i = 0; i < count; i++) {
    float *done = out;
    ${prefix}_apply(&layers[i], in, out);
    out = in;
    in = done;
  }
  return ${prefix}_softmax(in, layers[count - 1].outputs, probabilities);
}
`;
}
