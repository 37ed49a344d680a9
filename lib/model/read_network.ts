/**
 * Reads a tfjs model into the engine's description of a network.
 *
 * @module
 */
import { CLASS_COUNT, IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { ACTIVATIONS } from "../kernels/module.ts";
import { tf } from "../tfjs/backend.ts";
import { type Network, type Parameter, type Stage, UnsupportedModelError } from "./network.ts";

/** Where the walk along the layers stands: the stages so far, and the shape that the next one sees. */
interface Walk {
  stages: Stage[];
  shape: number[];
  softmax: boolean;
}

type Config = Record<string, unknown>;

/**
 * Reads a model's layers.
 *
 * @throws {UnsupportedModelError} If the engine cannot run it; the message names the layer and why.
 */
export function readNetwork(model: tf.LayersModel): Network {
  const shape = (model.inputs[0].shape as number[]).slice(1);
  if (shape.join() !== `${IMAGE_SIZE},${IMAGE_SIZE},1`) {
    throw new UnsupportedModelError(`the model reads a shape of [${shape}], not [28, 28, 1]`);
  }
  checkChain(model);
  const walk: Walk = { stages: [], shape, softmax: false };
  for (const layer of model.layers) {
    if (walk.softmax) refuse(layer, "stands after the softmax");
    const read = READERS[layer.getClassName()];
    if (!read) refuse(layer, "is of a kind that the compiled engine does not know");
    const config = layer.getConfig() as Config;
    checkTraining(layer, config);
    read(walk, layer, config);
  }
  if (!walk.softmax) throw new UnsupportedModelError("the model does not end in a softmax");
  return { stages: walk.stages, classes: CLASS_COUNT };
}

/** Each layer must be used once, on what the layer before it gives. */
function checkChain(model: tf.LayersModel): void {
  let tensor: tf.SymbolicTensor = model.inputs[0];
  for (const layer of model.layers) {
    if (layer.inboundNodes.length !== 1) refuse(layer, "is used more than once");
    if (layer.input !== tensor) refuse(layer, "does not follow the layer before it");
    tensor = layer.output as tf.SymbolicTensor;
  }
  if (model.inputs.length !== 1 || model.outputs.length !== 1 || model.outputs[0] !== tensor) {
    throw new UnsupportedModelError("the model is no single chain of layers");
  }
}

/** The engine updates all weights, by AdamW and nothing else. */
function checkTraining(layer: tf.layers.Layer, config: Config): void {
  const statistics = layer.getClassName() === "BatchNormalization" ? 2 : 0;
  if (layer.weights.length - layer.trainableWeights.length > statistics) refuse(layer, "is frozen");
  if (layer.losses.length > 0 || config.activityRegularizer) refuse(layer, "has a regularizer");
  if (layer.weights.some(({ constraint }) => constraint)) refuse(layer, "has a constraint");
  if (config.dataFormat === "channelsFirst") refuse(layer, "is channels-first");
}

const READERS: Record<string, (walk: Walk, layer: tf.layers.Layer, config: Config) => void> = {
  InputLayer: () => {},
  Conv2D: readConvolution,
  Dense: readDense,
  Flatten: (walk) => {
    walk.shape = [walk.shape.reduce((a, b) => a * b)];
  },
  BatchNormalization: readNorm,
  Activation: (walk, layer, config) => setActivation(walk, layer, config.activation as string),
  ReLU: (walk, layer, config) => {
    if (config.maxValue != null) refuse(layer, "clips its output");
    setActivation(walk, layer, "relu");
  },
  Softmax: (walk, layer) => setActivation(walk, layer, "softmax"),
  MaxPooling2D: (walk, layer, config) => readPool(walk, layer, config, false),
  AveragePooling2D: (walk, layer, config) => readPool(walk, layer, config, true),
  Dropout: (walk, layer, config) => {
    const stage = lastStage(walk, layer), rate = config.rate as number;
    if (stage.dropout > 0) refuse(layer, "is a second dropout in a row");
    if (rate >= 1) refuse(layer, "drops everything");
    if (config.noiseShape) refuse(layer, "drops whole shapes");
    stage.dropout = rate;
  },
};

function readConvolution(walk: Walk, layer: tf.layers.Layer, config: Config): void {
  const pair = (value: unknown) => (Array.isArray(value) ? value : [value, value]) as number[];
  if (pair(config.strides).some((s) => s !== 1)) refuse(layer, "has a stride other than 1");
  if (pair(config.dilationRate).some((d) => d !== 1)) refuse(layer, "is dilated");
  const [kernelHeight, kernelWidth] = pair(config.kernelSize);
  const [height, width, channels] = walk.shape;
  const same = config.padding === "same";
  if (same && walk.stages.at(-1)?.dropout) refuse(layer, "pads what a dropout left");
  const outHeight = same ? height : height - kernelHeight + 1;
  const outWidth = same ? width : width - kernelWidth + 1;
  addStage(walk, layer, config, {
    ...{ height, width, channels, kernelHeight, kernelWidth, outHeight, outWidth },
    padTop: same ? (kernelHeight - 1) >> 1 : 0,
    padLeft: same ? (kernelWidth - 1) >> 1 : 0,
    outputs: config.filters as number,
  });
}

function readDense(walk: Walk, layer: tf.layers.Layer, config: Config): void {
  if (walk.shape.length !== 1) refuse(layer, `reads a shape of ${walk.shape.length} dimensions`);
  addStage(walk, layer, config, {
    ...{ height: 1, width: 1, channels: walk.shape[0], kernelHeight: 1, kernelWidth: 1 },
    ...{ padTop: 0, padLeft: 0, outHeight: 1, outWidth: 1, outputs: config.units as number },
  });
}

type Geometry = Pick<
  Stage,
  | "height"
  | "width"
  | "channels"
  | "kernelHeight"
  | "kernelWidth"
  | "outputs"
  | "padTop"
  | "padLeft"
  | "outHeight"
  | "outWidth"
>;

function addStage(walk: Walk, layer: tf.layers.Layer, config: Config, geometry: Geometry): void {
  const [kernel, bias] = layer.weights.map(toParameter);
  const pool = { poolHeight: 1, poolWidth: 1, averagePool: false };
  const name = layer.name;
  walk.stages.push({ name, ...geometry, ...pool, kernel, bias, activation: 0, dropout: 0 });
  walk.shape = geometry.outHeight * geometry.outWidth === 1 && walk.shape.length === 1
    ? [geometry.outputs]
    : [geometry.outHeight, geometry.outWidth, geometry.outputs];
  setActivation(walk, layer, (config.activation as string) ?? "linear");
}

function readNorm(walk: Walk, layer: tf.layers.Layer, config: Config): void {
  const stage = lastStage(walk, layer);
  const untouched = stage.activation === 0 && stage.dropout === 0 && !hasPool(stage) && !stage.norm;
  if (!untouched) refuse(layer, "does not stand right behind a convolution or dense layer");
  const [axis] = [config.axis].flat() as number[];
  const isChannels = (axis === -1 || axis === walk.shape.length) &&
    walk.shape.at(-1) === stage.outputs;
  if (!isChannels) refuse(layer, "does not normalise the channels");
  const weights = layer.weights.map(toParameter);
  stage.norm = {
    epsilon: config.epsilon as number,
    momentum: config.momentum as number,
    gamma: config.scale ? weights.shift() : undefined,
    beta: config.center ? weights.shift() : undefined,
    movingMean: weights[0],
    movingVariance: weights[1],
  };
}

function setActivation(walk: Walk, layer: tf.layers.Layer, name: string): void {
  if (name === "linear") return;
  const stage = lastStage(walk, layer);
  if (name === "softmax") {
    if (stage.norm || stage.activation || stage.dropout || walk.shape.length !== 1) {
      refuse(layer, "is a softmax that does not follow a plain dense layer");
    }
    if (stage.outputs !== CLASS_COUNT || walk.shape[0] !== CLASS_COUNT) {
      refuse(layer, `tells ${walk.shape[0]} classes apart, not ${CLASS_COUNT}`);
    }
    walk.softmax = true;
    return;
  }
  if (!(name in ACTIVATIONS)) refuse(layer, `has the activation ${name}`);
  if (stage.activation !== 0 || stage.dropout > 0) refuse(layer, "follows another activation");
  // A monotone activation may change places with a maximum, not with a mean.
  if (hasPool(stage) && stage.averagePool) refuse(layer, "follows an average pooling");
  stage.activation = ACTIVATIONS[name as keyof typeof ACTIVATIONS];
}

function readPool(walk: Walk, layer: tf.layers.Layer, config: Config, average: boolean): void {
  const stage = lastStage(walk, layer);
  const [poolHeight, poolWidth] = config.poolSize as number[];
  const strides = (config.strides ?? config.poolSize) as number[];
  if (config.padding !== "valid") refuse(layer, "is padded");
  if (strides[0] !== poolHeight || strides[1] !== poolWidth) refuse(layer, "overlaps or skips");
  if (hasPool(stage) || stage.dropout > 0) refuse(layer, "does not follow an activation");
  Object.assign(stage, { poolHeight, poolWidth, averagePool: average });
  const [height, width, channels] = walk.shape;
  walk.shape = [Math.floor(height / poolHeight), Math.floor(width / poolWidth), channels];
}

const hasPool = (stage: Stage) => stage.poolHeight * stage.poolWidth > 1;

function lastStage(walk: Walk, layer: tf.layers.Layer): Stage {
  return walk.stages.at(-1) ?? refuse(layer, "stands before any convolution or dense layer");
}

function toParameter(weight: tf.LayerVariable): Parameter {
  return { name: weight.name, size: tf.util.sizeFromShape(weight.shape as number[]) };
}

function refuse(layer: tf.layers.Layer, why: string): never {
  throw new UnsupportedModelError(`layer ${layer.name} (${layer.getClassName()}) ${why}`);
}
