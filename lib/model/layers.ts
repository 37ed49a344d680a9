/**
 * The layers that the registry's networks are built from, in the JSON form of tfjs and Keras.
 *
 * @module
 */
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import type { LayerJson, Topology } from "./topology.ts";

/** How a kernel's first values are drawn; see initial_weights.ts. */
export interface Initializer {
  /** He et al. 2015 for ReLU, Glorot & Bengio 2010 for the others. */
  kind: "he" | "glorot";
  /** At least 1: tfjs takes 0 for no seed. */
  seed: number;
}

/** What a convolution is told. */
export interface ConvolutionOptions {
  /** Feature maps. */
  filters: number;
  /** Side of the square kernel. */
  kernelSize: number;
  /** Whether zeros are put around the input, so that the output has its size. */
  padding: "same" | "valid";
  /** Whether each feature map has a bias. */
  useBias: boolean;
  /** How the kernel's first values are drawn. */
  initializer: Initializer;
}

/** What a dense layer is told. */
export interface DenseOptions {
  /** Outputs. */
  units: number;
  /** Whether each output has a bias. */
  useBias: boolean;
  /** Default: linear. */
  activation?: "linear" | "softmax";
  /** How the kernel's first values are drawn. */
  initializer: Initializer;
}

/** A convolution of stride 1. */
export function conv2d(
  name: string,
  { filters, kernelSize, padding, useBias, initializer }: ConvolutionOptions,
): LayerJson {
  return layer("Conv2D", name, {
    filters,
    kernel_size: [kernelSize, kernelSize],
    strides: [1, 1],
    padding,
    data_format: "channels_last",
    dilation_rate: [1, 1],
    activation: "linear",
    use_bias: useBias,
    kernel_initializer: varianceScaling(initializer),
  });
}

/** A fully connected layer. */
export function dense(
  name: string,
  { units, useBias, activation = "linear", initializer }: DenseOptions,
): LayerJson {
  return layer("Dense", name, {
    units,
    activation,
    use_bias: useBias,
    kernel_initializer: varianceScaling(initializer),
  });
}

/** Batch normalisation of the channels (Ioffe & Szegedy 2015). */
export function batchNormalization(name: string): LayerJson {
  const config = { axis: -1, momentum: 0.9, epsilon: 1e-5, center: true, scale: true };
  return layer("BatchNormalization", name, config);
}

/** A non-linearity. */
export function activation(name: string, kind: "relu" | "tanh"): LayerJson {
  return layer("Activation", name, { activation: kind });
}

/** Pooling of 2×2 with stride 2. */
export function pooling(name: string, kind: "max" | "average"): LayerJson {
  const config = { pool_size: [2, 2], strides: [2, 2], padding: "valid" };
  return layer(kind === "max" ? "MaxPooling2D" : "AveragePooling2D", name, {
    ...config,
    data_format: "channels_last",
  });
}

/** Rows, columns and channels in one row, channels last. */
export function flatten(): LayerJson {
  return layer("Flatten", "flatten", {});
}

/** Dropout; no seed, for tfjs would draw the same mask at every step. */
export function dropout(name: string, rate: number): LayerJson {
  return layer("Dropout", name, { rate, noise_shape: null, seed: null });
}

/** Stacks layers on a 28×28 image. */
export function sequential(name: string, [first, ...rest]: LayerJson[]): Topology {
  const shape = { batch_input_shape: [null, IMAGE_SIZE, IMAGE_SIZE, 1], dtype: "float32" };
  const layers = [{ ...first, config: { ...first.config, ...shape } }, ...rest];
  return { class_name: "Sequential", config: { name, layers } };
}

function layer(className: string, name: string, config: Record<string, unknown>): LayerJson {
  return { class_name: className, config: { name, trainable: true, ...config } };
}

function varianceScaling({ kind, seed }: Initializer) {
  const he = kind === "he";
  return {
    class_name: "VarianceScaling",
    config: {
      scale: he ? 2 : 1,
      mode: he ? "fan_in" : "fan_avg",
      distribution: "normal",
      seed,
    },
  };
}
