/**
 * LeNet-5 as a tfjs LayersModel, with the layer names of LeCun et al. 1998, "Gradient-Based Learning
 * Applied to Document Recognition".
 *
 * | part      | paper                                  | here                     | why                                         |
 * | --------- | -------------------------------------- | ------------------------ | ------------------------------------------- |
 * | input     | 32×32, digit centred in a blank border | 28×28, C1 pads by 2      | the same field of view, fewer bytes         |
 * | C1, C3    | bias, then squashing                   | batch norm, ReLU         | trains in minutes; the norm's β is the bias |
 * | S2, S4    | mean × trainable gain + bias           | max (or plain mean)      | the norm before it has gain and bias        |
 * | C3        | 10 of 16 maps see a subset of S2       | every map sees all of S2 | the subset broke symmetry and saved time    |
 * | C5        | 5×5 convolution to 1×1                 | dense over S4            | the same arithmetic at this input size      |
 * | C5, F6    | 1.7159·tanh(2x/3)                      | batch norm, ReLU, dropout| see C1; dropout against overfitting         |
 * | output    | distance to hand-drawn 7×12 bitmaps    | softmax                  | gives probabilities                         |
 *
 * `{ batchNorm: false, dropout: 0, pooling: "average", activation: "tanh" }` comes closest to the paper
 * and has the 61,706 parameters that are usually quoted for it.
 *
 * @module
 */
import { tf } from "../tfjs/backend.ts";
import { CLASS_COUNT, IMAGE_SIZE } from "../dataset/labeled_images.ts";

/** What can be varied in LeNet-5; every field has a default. */
export interface LeNet5Options {
  /** Normalise C1, C3, C5 and F6 over the batch (Ioffe & Szegedy 2015). Default true. */
  batchNorm?: boolean;
  /** Share of C5's and F6's outputs dropped while training, 0 for none. Default 0.05. */
  dropout?: number;
  /** How S2 and S4 halve the resolution. Default "max". */
  pooling?: "max" | "average";
  /** Non-linearity after C1, C3, C5 and F6. Default "relu". */
  activation?: "relu" | "tanh";
  /** Seed of the initial weights. Default 0. */
  seed?: number;
}

/** The layers that hold weights: name, and outputs (feature maps or units). */
const CONVOLUTIONS = [{ name: "C1", filters: 6, pool: "S2" }, {
  name: "C3",
  filters: 16,
  pool: "S4",
}];
const DENSE = [{ name: "C5", units: 120 }, { name: "F6", units: 84 }];

/**
 * Builds LeNet-5 with seeded initial weights.
 *
 * Input: ink in [0, 1], float32 `[batch, 28, 28, 1]`. Output: probabilities `[batch, 10]`. The
 * caller disposes the model.
 */
export function createLenet5(options: LeNet5Options = {}): tf.Sequential {
  const { batchNorm = true, dropout = 0.05, pooling = "max", activation = "relu", seed = 0 } =
    options;
  const model = tf.sequential({ name: "lenet5" });
  let layerSeed = seed * 101 || 50; // tfjs takes a seed of 0 for none, and draws one
  const kernelInitializer = () =>
    activation === "relu"
      ? tf.initializers.heNormal({ seed: layerSeed++ })
      : tf.initializers.glorotNormal({ seed: layerSeed++ });
  const activate = (name: string) => {
    if (batchNorm) {
      model.add(
        tf.layers.batchNormalization({ name: `${name}_norm`, momentum: 0.9, epsilon: 1e-5 }),
      );
    }
    model.add(tf.layers.activation({ name: `${name}_${activation}`, activation }));
  };

  for (const { name, filters, pool } of CONVOLUTIONS) {
    model.add(tf.layers.conv2d({
      name,
      filters,
      kernelSize: 5,
      padding: name === "C1" ? "same" : "valid",
      useBias: !batchNorm,
      kernelInitializer: kernelInitializer(),
      inputShape: name === "C1" ? [IMAGE_SIZE, IMAGE_SIZE, 1] : undefined,
    }));
    activate(name);
    const poolArgs = { name: pool, poolSize: 2, strides: 2 };
    model.add(
      pooling === "max" ? tf.layers.maxPooling2d(poolArgs) : tf.layers.averagePooling2d(poolArgs),
    );
  }
  model.add(tf.layers.flatten({ name: "flatten" }));
  for (const { name, units } of DENSE) {
    model.add(
      tf.layers.dense({ name, units, useBias: !batchNorm, kernelInitializer: kernelInitializer() }),
    );
    activate(name);
    // No seed: tfjs would draw the same mask at every step.
    if (dropout > 0) model.add(tf.layers.dropout({ name: `${name}_dropout`, rate: dropout }));
  }
  model.add(tf.layers.dense({
    name: "output",
    units: CLASS_COUNT,
    activation: "softmax",
    kernelInitializer: tf.initializers.glorotNormal({ seed: layerSeed++ }),
  }));
  return model;
}

/** One line of a model's ledger. */
export interface LayerSummary {
  /** The layer's name, as in the paper. */
  name: string;
  /** tfjs's class name, such as "Conv2D". */
  type: string;
  /** Output shape without the batch dimension. */
  outputShape: number[];
  /** Weights and biases, the moving statistics of batch normalisation included. */
  parameters: number;
  /** The parameters that training changes. */
  trainableParameters: number;
}

/** Lists a model's layers with shapes and parameter counts, as plain data. */
export function summarize(model: tf.LayersModel): LayerSummary[] {
  const count = (weights: tf.LayerVariable[]) =>
    weights.reduce((sum, weight) => sum + tf.util.sizeFromShape(weight.shape as number[]), 0);
  return model.layers.map((layer) => ({
    name: layer.name,
    type: layer.getClassName(),
    outputShape: (layer.outputShape as number[]).slice(1),
    parameters: count(layer.weights),
    trainableParameters: count(layer.trainableWeights),
  }));
}
