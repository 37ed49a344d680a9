/**
 * The C99 routines of an exported header.
 *
 * @module
 */
import { IMAGE_PIXELS } from "../dataset/labeled_images.ts";
import { ACTIVATIONS } from "../kernels/module.ts";

/**
 * Writes them.
 *
 * @param prefix What every name begins with.
 * @param buffers Floats of the two buffers that layers read and write in turn.
 */
export function formatRoutines(
  prefix: string,
  { first, second }: { first: number; second: number },
): string {
  return `typedef struct {
  const int8_t *kernel; /* [outputs][kernel_height][kernel_width][channels] */
  const float *scale, *shift;
  int height, width, channels, kernel_height, kernel_width, outputs, pad_top, pad_left;
  int pooled_height, pooled_width, pool_height, pool_width, average, activation;
} ${prefix}_layer;

static float ${prefix}_activate(int kind, float z) {
  switch (kind) {
    case ${ACTIVATIONS.relu}: return z > 0.0f ? z : 0.0f;
    case ${ACTIVATIONS.tanh}: return tanhf(z);
    case ${ACTIVATIONS.sigmoid}: return 1.0f / (1.0f + expf(-z));
    default: return z;
  }
}

/* One output at one place, before pooling. */
static float ${prefix}_unit(const ${prefix}_layer *l, const float *in, int o, int y, int x) {
  const int8_t *kernel = l->kernel + (long)o * l->kernel_height * l->kernel_width * l->channels;
  float sum = 0.0f;
  for (int i = 0; i < l->kernel_height; i++) {
    int row = y + i - l->pad_top;
    if (row < 0 || row >= l->height) continue;
    for (int j = 0; j < l->kernel_width; j++) {
      int column = x + j - l->pad_left;
      if (column < 0 || column >= l->width) continue;
      const int8_t *weight = kernel + (i * l->kernel_width + j) * l->channels;
      const float *value = in + (row * l->width + column) * l->channels;
      for (int c = 0; c < l->channels; c++) sum += (float)weight[c] * value[c];
    }
  }
  return ${prefix}_activate(l->activation, l->scale[o] * sum + l->shift[o]);
}

static void ${prefix}_apply(const ${prefix}_layer *l, const float *in, float *out) {
  for (int y = 0; y < l->pooled_height; y++) {
    for (int x = 0; x < l->pooled_width; x++) {
      for (int o = 0; o < l->outputs; o++) {
        float sum = 0.0f, most = 0.0f;
        for (int i = 0; i < l->pool_height; i++) {
          for (int j = 0; j < l->pool_width; j++) {
            float z = ${prefix}_unit(l, in, o, y * l->pool_height + i, x * l->pool_width + j);
            sum += z;
            if (i + j == 0 || z > most) most = z;
          }
        }
        *out++ = l->average ? sum / (float)(l->pool_height * l->pool_width) : most;
      }
    }
  }
}

static int ${prefix}_softmax(const float *logits, int count, float *probabilities) {
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
