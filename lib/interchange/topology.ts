/**
 * Changes to a sequential topology that files from elsewhere call for.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { sequential } from "../model/layers.ts";
import type { LayerJson, Topology } from "../model/topology.ts";
import type { Tensor } from "./tensors.ts";

/** The mean and standard deviation by which a network wants its input normalised. */
export interface InputScaling {
  /** Taken from each pixel, ink in [0, 1]. */
  mean: number;
  /** Divides what is left. */
  deviation: number;
}

/** The name of the layer that normalises the input. */
const SCALING = "input_scaling";

/**
 * A 2-D convolution without stride; `kernelSize` is height and width.
 */
export function convolution(
  name: string,
  { filters, kernelSize, padding, bias }: {
    filters: number;
    kernelSize: number[];
    padding: "same" | "valid";
    bias: boolean;
  },
): LayerJson {
  const shape = {
    filters,
    kernel_size: kernelSize,
    strides: [1, 1],
    dilation_rate: [1, 1],
    padding,
  };
  const rest = { use_bias: bias, activation: "linear", data_format: "channels_last" };
  return { class_name: "Conv2D", config: { name, ...shape, ...rest, trainable: true } };
}

/** Changes whether the layers of these names have a bias. */
export function setBiases(topology: Topology, biases: ReadonlyMap<string, boolean>): Topology {
  return mapLayers(topology, (layers) =>
    layers.map(({ config, ...layer }) => {
      const bias = biases.get(`${config.name}`);
      return { ...layer, config: bias === undefined ? config : { ...config, use_bias: bias } };
    }));
}

/**
 * Puts the normalisation of the input in front: a 1×1 convolution, which is exact also where the next
 * layer pads, as subtracting the mean from that layer's bias would not be.
 *
 * @throws {InputError} If the network is no plain sequence of layers.
 */
export function prependScaling(topology: Topology, file: string): Topology {
  return mapLayers(topology, (layers) => {
    const rest = layers.filter(({ class_name }) => class_name !== "InputLayer")
      .map(({ config: { batch_input_shape: _, ...config }, ...layer }) => ({ ...layer, config }));
    const scaling = convolution(SCALING, {
      ...{ filters: 1, kernelSize: [1, 1], padding: "valid", bias: true },
    });
    return (sequential("", [scaling, ...rest]).config as { layers: LayerJson[] }).layers;
  }, file);
}

/** The weights of the layer that {@link prependScaling} adds. */
export function scalingTensors({ mean, deviation }: InputScaling): [string, Tensor][] {
  return [
    [`${SCALING}.weight`, { shape: [1, 1, 1, 1], values: Float32Array.of(1 / deviation) }],
    [`${SCALING}.bias`, { shape: [1], values: Float32Array.of(-mean / deviation) }],
  ];
}

function mapLayers(
  topology: Topology,
  change: (layers: LayerJson[]) => LayerJson[],
  file = "",
): Topology {
  const { class_name, config } = topology;
  const layers = Array.isArray(config) ? config : (config as { layers?: unknown }).layers;
  if (class_name !== "Sequential" || !Array.isArray(layers)) {
    throw new InputError(`${file}: expected a sequential network`);
  }
  const name = Array.isArray(config) ? undefined : (config as { name?: string }).name;
  return { ...topology, config: { name, layers: change(layers) } };
}
