/**
 * A network's weights as PyTorch and ONNX lay them out, and back.
 *
 * Two things differ. Their kernels have the outputs first: `[outputs, inputs, height, width]` and
 * `[outputs, inputs]`; ours have them last. And their maps have the channels first, so a dense layer
 * behind a flattened map reads `[channels, height, width]` where ours reads `[height, width, channels]`.
 * Both are permutations: no value changes by a bit.
 *
 * @module
 */
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import type { NamedWeights } from "../engine/compiled_classifier.ts";
import { InputError } from "../errors.ts";
import { type Network, type Parameter, pooledSize } from "../model/network.ts";
import type { Weight } from "../model/model.ts";
import { nameModules } from "./module_names.ts";

/** A tensor of a file. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** One of a network's weights in both layouts. */
export interface TensorSpec {
  /** PyTorch's name, such as "C1.weight" or "C1_norm.running_mean". */
  readonly name: string;
  /** PyTorch's shape. */
  readonly shape: readonly number[];
  /** Our weight's name, such as "C1/kernel"; undefined where the network has none. */
  readonly weightName?: string;
  readonly weightShape: readonly number[];
  /** Whether training moves it by its own rule and not by the gradient. */
  readonly isStatistic: boolean;
  /** What a tensor is filled with that the network does without: a norm's gain 1 or offset 0. */
  readonly fill?: number;
  /** Where in our weight each of PyTorch's values stands; undefined if at the same place. */
  readonly order?: () => Uint32Array;
}

/**
 * Whether a stage reads a vector. The engine makes no difference between a dense layer and a convolution
 * of a single pixel; from the first such stage on behind which no map is padded larger, it is dense.
 */
export function readsVector({ stages }: Network, index: number): boolean {
  return stages.slice(index).every(({ height, width, kernelHeight, kernelWidth }) =>
    height * width * kernelHeight * kernelWidth === 1
  );
}

/** Height, width and channels of what a stage reads, before it is flattened. */
export function inputOf(network: Network, index: number): [number, number, number] {
  if (index === 0) return [IMAGE_SIZE, IMAGE_SIZE, 1];
  const stage = network.stages[index - 1], { height, width } = pooledSize(stage);
  return [height, width, stage.outputs];
}

/** Lists a network's weights in the order of its layers, as a PyTorch state dict does. */
export function listTensors(network: Network): TensorSpec[] {
  const names = nameModules(network);
  return network.stages.flatMap(({ outputs, bias, norm }, index) => {
    const { layer, norm: normName } = names[index], shape = [outputs];
    const vector = (name: string, parameter?: Parameter, more: Partial<TensorSpec> = {}) => {
      const weightName = parameter?.name;
      return { name, shape, weightName, weightShape: shape, isStatistic: false, ...more };
    };
    const specs = [describeKernel(network, index, `${layer}.weight`)];
    if (bias) specs.push(vector(`${layer}.bias`, bias));
    if (!norm) return specs;
    return [
      ...specs,
      vector(`${normName}.weight`, norm.gamma, { fill: 1 }),
      vector(`${normName}.bias`, norm.beta, { fill: 0 }),
      vector(`${normName}.running_mean`, norm.movingMean, { isStatistic: true }),
      vector(`${normName}.running_var`, norm.movingVariance, { isStatistic: true }),
    ];
  });
}

function describeKernel(network: Network, index: number, name: string): TensorSpec {
  const stage = network.stages[index];
  const { kernelHeight, kernelWidth, channels, outputs, kernel } = stage;
  const common = { name, weightName: kernel.name, isStatistic: false };
  if (readsVector(network, index)) {
    const [height, width, maps] = inputOf(network, index);
    return {
      ...common,
      shape: [outputs, channels],
      weightShape: [channels, outputs],
      order: () => permute([height, width, maps, outputs], [3, 2, 0, 1]),
    };
  }
  return {
    ...common,
    shape: [outputs, channels, kernelHeight, kernelWidth],
    weightShape: [kernelHeight, kernelWidth, channels, outputs],
    order: () => permute([kernelHeight, kernelWidth, channels, outputs], [3, 2, 0, 1]),
  };
}

/** Indices into an array of `shape`, row by row in the order of the transposed `axes`. */
function permute(shape: number[], axes: number[]): Uint32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  let indices = [0];
  for (const axis of axes) {
    indices = indices.flatMap((index) =>
      Array.from({ length: shape[axis] }, (_, i) => index + i * strides[axis])
    );
  }
  return Uint32Array.from(indices);
}

/** Lays a network's weights out as PyTorch does, in the order of the layers. */
export function toTensors(network: Network, weights: NamedWeights): Map<string, Tensor> {
  return new Map(
    listTensors(network).map(({ name, shape, weightName, fill = 0, order }) => {
      if (weightName === undefined) {
        return [name, { shape, values: new Float32Array(shape[0]).fill(fill) }];
      }
      const values = weights[weightName];
      return [name, {
        shape,
        values: order ? Float32Array.from(order(), (from) => values[from]) : values,
      }];
    }),
  );
}

/**
 * Lays a file's tensors out as our weights: trained ones in the order of the layers, then statistics.
 *
 * @param tensors By PyTorch's names; every one must be there, none besides.
 * @throws {InputError} If a tensor is missing, left over, of another shape or not finite; it names `file`.
 */
export function toWeights(
  network: Network,
  tensors: ReadonlyMap<string, Tensor>,
  file: string,
): Weight[] {
  const specs = listTensors(network);
  const known = new Set(specs.map(({ name }) => name));
  const extra = [...tensors.keys()].find((name) => !known.has(name));
  if (extra !== undefined) throw new InputError(`${file}: the network has no tensor ${extra}`);
  const ordered = [
    ...specs.filter(({ isStatistic }) => !isStatistic),
    ...specs.filter(({ isStatistic }) => isStatistic),
  ];
  return ordered.flatMap((spec) => {
    const tensor = tensors.get(spec.name), { weightName: name, weightShape: shape } = spec;
    if (!tensor && name === undefined) return [];
    if (!tensor) throw new InputError(`${file}: expected a tensor ${spec.name}, found none`);
    checkTensor(tensor, spec, file);
    return name === undefined ? [] : [{ name, shape, values: arrange(tensor, spec) }];
  });
}

/** @throws {InputError} If the tensor is not what the network has there. */
function checkTensor({ shape, values }: Tensor, spec: TensorSpec, file: string): void {
  if (shape.join() !== spec.shape.join()) {
    throw new InputError(
      `${file}: expected ${spec.name} of shape [${spec.shape.join(", ")}], got [${
        shape.join(", ")
      }]`,
    );
  }
  if (!values.every(Number.isFinite)) {
    throw new InputError(`${file}: expected finite numbers in ${spec.name}, got NaN or infinity`);
  }
  if (spec.weightName === undefined && values.some((value) => value !== spec.fill)) {
    throw new InputError(`${file}: expected nothing but ${spec.fill} in ${spec.name}`);
  }
  if (spec.name.endsWith(".running_var") && values.some((value) => value < 0)) {
    throw new InputError(`${file}: expected variances of at least 0 in ${spec.name}`);
  }
}

function arrange({ values }: Tensor, { order }: TensorSpec): Float32Array {
  if (!order) return values.slice();
  const arranged = new Float32Array(values.length);
  order().forEach((to, from) => arranged[to] = values[from]);
  return arranged;
}
