/**
 * A model's ledger: its layers with shapes and parameter counts.
 *
 * @module
 */
import type { Model } from "./model.ts";
import { UnsupportedModelError } from "./network.ts";
import { findInputShape, type Layer, listLayers } from "./topology.ts";

/** One line of a model's ledger. */
export interface LayerSummary {
  /** The layer's name, as in the paper. */
  name: string;
  /** tfjs's class name, such as "Conv2D". */
  type: string;
  /** Output shape without the batch dimension. */
  outputShape: number[];
  /** Side lengths of the kernel, or of the pooling's window; undefined where there is none. */
  kernelSize?: [height: number, width: number];
  /** Weights and biases, the moving statistics of batch normalisation included. */
  parameters: number;
  /** The parameters that training changes by gradients. */
  trainableParameters: number;
}

/**
 * Lists a sequential model's layers with shapes and parameter counts, as plain data.
 *
 * @throws {UnsupportedModelError} If a layer's output shape is not known.
 */
export function summarize(model: Model): LayerSummary[] {
  let shape = findInputShape(model.topology) ?? [];
  return listLayers(model.topology).filter(({ className }) => className !== "InputLayer").map(
    (layer) => {
      shape = inferShape(layer, shape);
      const own = model.weights.filter(({ name }) => name.startsWith(`${layer.name}/`));
      const count = (weights: typeof own) =>
        weights.reduce((sum, { values }) => sum + values.length, 0);
      const size = layer.config.kernelSize ?? layer.config.poolSize;
      return {
        name: layer.name,
        type: layer.className,
        outputShape: shape,
        ...(Array.isArray(size) ? { kernelSize: size as [number, number] } : {}),
        parameters: count(own),
        trainableParameters: count(own.filter(({ name }) => !isMovingStatistic(name))),
      };
    },
  );
}

/** Parameters of a model: all, and those that training changes by gradients. */
export function countParameters({ weights }: Model): { all: number; trainable: number } {
  const count = (some: typeof weights) => some.reduce((sum, { values }) => sum + values.length, 0);
  const trained = weights.filter(({ name }) => !isMovingStatistic(name));
  return { all: count(weights), trainable: count(trained) };
}

const isMovingStatistic = (name: string) => /\/moving_(mean|variance)$/.test(name);

function inferShape({ name, className, config }: Layer, shape: number[]): number[] {
  const [height, width, channels] = shape;
  switch (className) {
    case "Conv2D": {
      const [kernelHeight, kernelWidth] = config.kernelSize as number[];
      const same = config.padding === "same", filters = config.filters as number;
      return same
        ? [height, width, filters]
        : [height - kernelHeight + 1, width - kernelWidth + 1, filters];
    }
    case "MaxPooling2D":
    case "AveragePooling2D": {
      const [poolHeight, poolWidth] = config.poolSize as number[];
      return [Math.floor(height / poolHeight), Math.floor(width / poolWidth), channels];
    }
    case "Flatten":
      return [shape.reduce((product, length) => product * length, 1)];
    case "Dense":
      return [config.units as number];
    case "Activation":
    case "BatchNormalization":
    case "Dropout":
    case "ReLU":
    case "Softmax":
      return shape;
    default:
      throw new UnsupportedModelError(`layer ${name} (${className}) has a shape that is not known`);
  }
}
