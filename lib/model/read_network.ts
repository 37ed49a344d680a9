/**
 * Reads a model's layers into the engine's description of a network.
 *
 * @module
 */
import { CLASS_LIMITS, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import {
  type ActivationName,
  type Network,
  type Parameter,
  type Stage,
  UnsupportedModelError,
} from "./network.ts";
import { findInputShape, type Layer, listLayers, listOutputs, type Topology } from "./topology.ts";

/** Where the walk along the layers stands: the stages so far, and the shape that the next one sees. */
interface Walk {
  stages: Stage[];
  shape: number[];
  softmax: boolean;
}

const ACTIVATION_NAMES: readonly string[] = ["linear", "relu", "tanh", "sigmoid"];

/**
 * Reads a network's layers.
 *
 * @throws {UnsupportedModelError} If the engine cannot run it; the message names the layer and why.
 */
export function readNetwork(topology: Topology): Network {
  const shape = findInputShape(topology) ?? [];
  if (shape.join() !== `${IMAGE_SIZE},${IMAGE_SIZE},1`) {
    throw new UnsupportedModelError(
      `the model reads a shape of [${shape.join(", ")}], not [${IMAGE_SIZE}, ${IMAGE_SIZE}, 1]`,
    );
  }
  const layers = listLayers(topology);
  checkChain(layers, listOutputs(topology));
  const walk: Walk = { stages: [], shape, softmax: false };
  for (const layer of layers) {
    if (walk.softmax) refuse(layer, "stands after the softmax");
    const read = Object.hasOwn(READERS, layer.className) && READERS[layer.className];
    if (!read) refuse(layer, "is of a kind that the compiled engine does not know");
    checkTraining(layer);
    read(walk, layer);
  }
  if (!walk.softmax) throw new UnsupportedModelError("the model does not end in a softmax");
  return { stages: walk.stages, classes: walk.shape[0] };
}

/** Each layer must be used once, on what the layer before it gives. */
function checkChain(layers: Layer[], outputs: string[] | undefined): void {
  for (const [index, layer] of layers.entries()) {
    if (!layer.inputs) continue;
    if (layer.inputs.length > 1) refuse(layer, "is used more than once");
    const wanted = index === 0 ? "" : layers[index - 1].name;
    if ((layer.inputs[0] ?? []).join() !== wanted) {
      refuse(layer, "does not follow the layer before it");
    }
  }
  if (outputs && outputs.join() !== layers.at(-1)?.name) {
    throw new UnsupportedModelError("the model is no single chain of layers");
  }
}

/** The engine updates all weights, by AdamW and nothing else. */
function checkTraining(layer: Layer): void {
  const { config, className } = layer;
  const has = (suffix: string) =>
    Object.entries(config).some(([key, value]) => key.endsWith(suffix) && value != null);
  const weighted = ["Conv2D", "Dense", "BatchNormalization"].includes(className);
  if (weighted && config.trainable === false) refuse(layer, "is frozen");
  if (has("Regularizer")) refuse(layer, "has a regularizer");
  if (has("Constraint")) refuse(layer, "has a constraint");
  if (config.dataFormat === "channels_first") refuse(layer, "is channels-first");
}

const READERS: Record<string, (walk: Walk, layer: Layer) => void> = {
  InputLayer: () => {},
  Conv2D: readConvolution,
  Dense: readDense,
  Flatten: (walk) => {
    walk.shape = [walk.shape.reduce((a, b) => a * b)];
  },
  BatchNormalization: readNorm,
  Activation: (walk, layer) => setActivation(walk, layer, `${layer.config.activation}`),
  ReLU: (walk, layer) => {
    if (layer.config.maxValue != null) refuse(layer, "clips its output");
    setActivation(walk, layer, "relu");
  },
  Softmax: (walk, layer) => setActivation(walk, layer, "softmax"),
  MaxPooling2D: (walk, layer) => readPool(walk, layer, { average: false }),
  AveragePooling2D: (walk, layer) => readPool(walk, layer, { average: true }),
  Dropout: (walk, layer) => {
    const stage = lastStage(walk, layer), rate = layer.config.rate as number;
    if (stage.dropout > 0) refuse(layer, "is a second dropout in a row");
    if (!(rate < 1)) refuse(layer, "drops everything");
    if (layer.config.noiseShape) refuse(layer, "drops whole shapes");
    stage.dropout = rate;
  },
};

function readConvolution(walk: Walk, layer: Layer): void {
  const { config } = layer;
  if (walk.shape.length !== 3) refuse(layer, `reads a shape of ${walk.shape.length} dimensions`);
  if (toPair(config.strides ?? 1).some((s) => s !== 1)) refuse(layer, "has a stride other than 1");
  if (toPair(config.dilationRate ?? 1).some((d) => d !== 1)) refuse(layer, "is dilated");
  const [kernelHeight, kernelWidth] = toPair(config.kernelSize);
  const [height, width, channels] = walk.shape, outputs = config.filters as number;
  const same = config.padding === "same";
  if (same && walk.stages.at(-1)?.dropout) refuse(layer, "pads what a dropout left");
  addStage(walk, layer, {
    height,
    width,
    channels,
    kernelHeight,
    kernelWidth,
    outputs,
    padTop: same ? (kernelHeight - 1) >> 1 : 0,
    padLeft: same ? (kernelWidth - 1) >> 1 : 0,
    outHeight: same ? height : height - kernelHeight + 1,
    outWidth: same ? width : width - kernelWidth + 1,
    kernel: createParameter(layer, "kernel", [kernelHeight, kernelWidth, channels, outputs]),
  });
}

function readDense(walk: Walk, layer: Layer): void {
  if (walk.shape.length !== 1) refuse(layer, `reads a shape of ${walk.shape.length} dimensions`);
  const [channels] = walk.shape, outputs = layer.config.units as number;
  addStage(walk, layer, {
    height: 1,
    width: 1,
    channels,
    kernelHeight: 1,
    kernelWidth: 1,
    outputs,
    padTop: 0,
    padLeft: 0,
    outHeight: 1,
    outWidth: 1,
    kernel: createParameter(layer, "kernel", [channels, outputs]),
  });
}

type Geometry = Omit<
  Stage,
  "name" | "bias" | "activation" | "poolHeight" | "poolWidth" | "averagePool" | "dropout"
>;

function addStage(walk: Walk, layer: Layer, geometry: Geometry): void {
  const { outHeight, outWidth, outputs } = geometry;
  if (!(outHeight > 0 && outWidth > 0)) refuse(layer, "leaves nothing of its input");
  const biased = layer.config.useBias !== false;
  walk.stages.push({
    ...geometry,
    name: layer.name,
    bias: biased ? createParameter(layer, "bias", [outputs]) : undefined,
    activation: "linear",
    poolHeight: 1,
    poolWidth: 1,
    averagePool: false,
    dropout: 0,
  });
  walk.shape = walk.shape.length === 1 ? [outputs] : [outHeight, outWidth, outputs];
  setActivation(walk, layer, `${layer.config.activation ?? "linear"}`);
}

function readNorm(walk: Walk, layer: Layer): void {
  const { config } = layer, stage = lastStage(walk, layer);
  const untouched = stage.activation === "linear" && stage.dropout === 0 && !hasPool(stage) &&
    !stage.norm;
  if (!untouched) refuse(layer, "does not stand right behind a convolution or dense layer");
  const [axis] = [config.axis ?? -1].flat() as number[];
  const isChannels = (axis === -1 || axis === walk.shape.length) &&
    walk.shape.at(-1) === stage.outputs;
  if (!isChannels) refuse(layer, "does not normalise the channels");
  const parameter = (kind: string) => createParameter(layer, kind, [stage.outputs]);
  stage.norm = {
    epsilon: (config.epsilon ?? 1e-3) as number,
    momentum: (config.momentum ?? 0.99) as number,
    gamma: config.scale !== false ? parameter("gamma") : undefined,
    beta: config.center !== false ? parameter("beta") : undefined,
    movingMean: parameter("moving_mean"),
    movingVariance: parameter("moving_variance"),
  };
}

function setActivation(walk: Walk, layer: Layer, name: string): void {
  if (name === "linear") return;
  const stage = lastStage(walk, layer);
  if (name === "softmax") return endInSoftmax(walk, layer, stage);
  if (!ACTIVATION_NAMES.includes(name)) refuse(layer, `has the activation ${name}`);
  if (stage.activation !== "linear" || stage.dropout > 0) {
    refuse(layer, "follows another activation");
  }
  // A monotone activation may change places with a maximum, not with a mean.
  if (hasPool(stage) && stage.averagePool) refuse(layer, "follows an average pooling");
  stage.activation = name as ActivationName;
}

function endInSoftmax(walk: Walk, layer: Layer, stage: Stage): void {
  if (stage.norm || stage.activation !== "linear" || stage.dropout || walk.shape.length !== 1) {
    refuse(layer, "is a softmax that does not follow a plain dense layer");
  }
  const [classes] = walk.shape, { least, most } = CLASS_LIMITS;
  if (stage.outputs !== classes) refuse(layer, "is a softmax over the pixels of maps");
  if (classes < least || classes > most) {
    refuse(layer, `has ${classes} classes, not ${least} to ${most}`);
  }
  walk.softmax = true;
}

function readPool(walk: Walk, layer: Layer, { average }: { average: boolean }): void {
  const { config } = layer, stage = lastStage(walk, layer);
  const [poolHeight, poolWidth] = toPair(config.poolSize ?? 2);
  const strides = toPair(config.strides ?? config.poolSize ?? 2);
  if (config.padding === "same") refuse(layer, "is padded");
  if (strides[0] !== poolHeight || strides[1] !== poolWidth) refuse(layer, "overlaps or skips");
  if (hasPool(stage) || stage.dropout > 0) refuse(layer, "does not follow an activation");
  Object.assign(stage, { poolHeight, poolWidth, averagePool: average, poolName: layer.name });
  const [height, width, channels] = walk.shape;
  walk.shape = [Math.floor(height / poolHeight), Math.floor(width / poolWidth), channels];
}

const hasPool = (stage: Stage) => stage.poolHeight * stage.poolWidth > 1;

const toPair = (value: unknown) => (Array.isArray(value) ? value : [value, value]) as number[];

function lastStage(walk: Walk, layer: Layer): Stage {
  return walk.stages.at(-1) ?? refuse(layer, "stands before any convolution or dense layer");
}

function createParameter(layer: Layer, kind: string, shape: number[]): Parameter {
  const size = shape.reduce((product, length) => product * length, 1);
  return { name: `${layer.name}/${kind}`, shape, size };
}

function refuse(layer: Layer, why: string): never {
  throw new UnsupportedModelError(`layer ${layer.name} (${layer.className}) ${why}`);
}
