import assert from "node:assert/strict";
import { listParameters, UnsupportedModelError } from "../../lib/model/network.ts";
import { readNetwork } from "../../lib/model/read_network.ts";
import { tf } from "../tfjs/tf.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { NETWORKS } from "../../lib/model/registry.ts";
import type { Topology } from "../../lib/model/topology.ts";
import { topologyOf } from "../../lib/tfjs/layers_model.ts";
import { MODELS } from "../engine/models.ts";

const { layers } = tf;
const inputShape = [28, 28, 1];
const softmax = (units = 10) => layers.dense({ units, activation: "softmax", name: "output" });
const convolution = (args = {}) =>
  layers.conv2d({ inputShape, filters: 2, kernelSize: 3, name: "C1", ...args });

/** A convolution, then `middle`, flattened and classified. */
const withMiddle = (...middle: tf.layers.Layer[]) =>
  tf.sequential({ layers: [convolution(), ...middle, layers.flatten(), softmax()] });

const withConvolution = (args: object) =>
  tf.sequential({ layers: [convolution(args), layers.flatten(), softmax()] });

/** A model that is no chain: `join` makes the output of the input. */
function connect(join: (input: tf.SymbolicTensor) => tf.SymbolicTensor | tf.SymbolicTensor[]) {
  const input = tf.input({ shape: inputShape });
  return tf.model({ inputs: input, outputs: join(input) });
}

const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor) => layer.apply(x) as tf.SymbolicTensor;

function freeze(model: tf.LayersModel, layer?: string): tf.LayersModel {
  (layer ? model.getLayer(layer) : model).trainable = false;
  return model;
}

/** A model a case, and what the refusal must say. */
const REFUSED: Record<string, [() => tf.LayersModel, RegExp]> = {
  "stride 2": [
    () => withConvolution({ strides: 2 }),
    /layer C1 \(Conv2D\) has a stride other than 1/,
  ],
  "dilation": [() => withConvolution({ dilationRate: 2 }), /C1 \(Conv2D\) is dilated/],
  "channels first": [
    () => {
      const pool = layers.maxPooling2d({ poolSize: 2, dataFormat: "channelsFirst", name: "pool" });
      return withMiddle(pool);
    },
    /pool \(MaxPooling2D\) is channels-first/,
  ],
  "regularizer": [
    () => withConvolution({ kernelRegularizer: "l1l2" }),
    /C1 \(Conv2D\) has a regularizer/,
  ],
  "regularizer of a norm": [
    () => withMiddle(layers.batchNormalization({ gammaRegularizer: "l1l2", name: "norm" })),
    /norm \(BatchNormalization\) has a regularizer/,
  ],
  "constraint": [
    () => withConvolution({ kernelConstraint: "nonNeg" }),
    /C1 \(Conv2D\) has a constraint/,
  ],
  "frozen layer": [() => freeze(withConvolution({}), "C1"), /C1 \(Conv2D\) is frozen/],
  "frozen norm": [
    () => freeze(withMiddle(layers.batchNormalization({ name: "norm" })), "norm"),
    /norm \(BatchNormalization\) is frozen/,
  ],
  "frozen model": [() => freeze(withConvolution({})), /C1 \(Conv2D\) is frozen/],
  "unknown layer": [
    () => withMiddle(layers.depthwiseConv2d({ kernelSize: 3, name: "deep" })),
    /deep \(DepthwiseConv2D\) is of a kind that the compiled engine does not know/,
  ],
  "unknown activation": [
    () => withConvolution({ activation: "elu" }),
    /C1 \(Conv2D\) has the activation elu/,
  ],
  "clipped ReLU": [
    () => withMiddle(layers.reLU({ maxValue: 6, name: "relu6" })),
    /relu6 \(ReLU\) clips its output/,
  ],
  "two activations": [
    () => withMiddle(layers.reLU(), layers.activation({ activation: "tanh", name: "second" })),
    /second \(Activation\) follows another activation/,
  ],
  "norm behind an activation": [
    () => withMiddle(layers.reLU(), layers.batchNormalization({ name: "late" })),
    /late \(BatchNormalization\) does not stand right behind/,
  ],
  "norm over rows": [
    () => withMiddle(layers.batchNormalization({ axis: 1, name: "norm" })),
    /norm \(BatchNormalization\) does not normalise the channels/,
  ],
  "norm over flattened maps": [
    () => {
      const norm = layers.batchNormalization({ name: "norm" });
      return tf.sequential({ layers: [convolution(), layers.flatten(), norm, softmax()] });
    },
    /norm \(BatchNormalization\) does not normalise the channels/,
  ],
  "activation behind an average": [
    () => withMiddle(layers.averagePooling2d({ poolSize: 2 }), layers.reLU({ name: "late" })),
    /late \(ReLU\) follows an average pooling/,
  ],
  "overlapping pooling": [
    () => withMiddle(layers.maxPooling2d({ poolSize: 3, strides: 2, name: "pool" })),
    /pool \(MaxPooling2D\) overlaps or skips/,
  ],
  "padded pooling": [
    () => withMiddle(layers.maxPooling2d({ poolSize: 4, padding: "same", name: "pool" })),
    /pool \(MaxPooling2D\) is padded/,
  ],
  "two poolings": [
    () => {
      const second = layers.averagePooling2d({ poolSize: 2, name: "second" });
      return withMiddle(layers.maxPooling2d({ poolSize: 2 }), second);
    },
    /second \(AveragePooling2D\) does not follow an activation/,
  ],
  "two dropouts": [
    () => withMiddle(layers.dropout({ rate: 0.1 }), layers.dropout({ rate: 0.1, name: "second" })),
    /second \(Dropout\) is a second dropout/,
  ],
  "dropout of everything": [
    () => withMiddle(layers.dropout({ rate: 1, name: "all" })),
    /all \(Dropout\) drops everything/,
  ],
  "dropout before anything": [
    () => {
      const dropout = layers.dropout({ inputShape, rate: 0.1, name: "early" });
      return tf.sequential({ layers: [dropout, layers.flatten(), softmax()] });
    },
    /early \(Dropout\) stands before any convolution/,
  ],
  "padding of what a dropout left": [
    () => {
      const same = layers.conv2d({ filters: 2, kernelSize: 3, padding: "same", name: "C3" });
      return withMiddle(layers.dropout({ rate: 0.1 }), same);
    },
    /C3 \(Conv2D\) pads what a dropout left/,
  ],
  "dense over a picture": [
    () => withMiddle(layers.dense({ units: 3, name: "wide" })),
    /wide \(Dense\) reads a shape of 3 dimensions/,
  ],
  "no softmax": [
    () => tf.sequential({ layers: [layers.flatten({ inputShape }), layers.dense({ units: 10 })] }),
    /the model does not end in a softmax/,
  ],
  "layer behind the softmax": [
    () => {
      const model = tf.sequential({ layers: [layers.flatten({ inputShape }), softmax()] });
      model.add(layers.dense({ units: 10, name: "after" }));
      return model;
    },
    /after \(Dense\) stands after the softmax/,
  ],
  "softmax behind another activation": [
    () => {
      const output = layers.dense({ units: 10, activation: "relu" });
      const last = layers.softmax({ name: "last" });
      return tf.sequential({ layers: [layers.flatten({ inputShape }), output, last] });
    },
    /last \(Softmax\) is a softmax that does not follow a plain dense layer/,
  ],
  "softmax over flattened maps": [
    () => {
      const maps = convolution({ filters: 1, kernelSize: 28 });
      return tf.sequential({ layers: [maps, layers.flatten(), layers.softmax({ name: "last" })] });
    },
    /last \(Softmax\) has 1 classes, not 2 to 255/,
  ],
  "softmax over the pixels of maps": [
    () => {
      const maps = convolution({ filters: 2, kernelSize: 27 });
      return tf.sequential({ layers: [maps, layers.flatten(), layers.softmax({ name: "last" })] });
    },
    /last \(Softmax\) is a softmax over the pixels of maps/,
  ],
  "one class": [
    () => tf.sequential({ layers: [layers.flatten({ inputShape }), softmax(1)] }),
    /output \(Dense\) has 1 classes, not 2 to 255/,
  ],
  "256 classes": [
    () => tf.sequential({ layers: [layers.flatten({ inputShape }), softmax(256)] }),
    /output \(Dense\) has 256 classes, not 2 to 255/,
  ],
  "input of another size": [
    () => {
      const input = layers.flatten({ inputShape: [32, 32, 1] });
      return tf.sequential({ layers: [input, softmax()] });
    },
    /the model reads a shape of \[32, 32, 1\], not \[28, 28, 1\]/,
  ],
  "branches that join": [
    () =>
      connect((input) => {
        const flat = apply(layers.flatten(), input);
        const branches = [3, 3].map((units) => apply(layers.dense({ units }), flat));
        return apply(softmax(), layers.add({ name: "join" }).apply(branches) as tf.SymbolicTensor);
      }),
    /does not follow the layer before it/,
  ],
  "two outputs": [
    () =>
      connect((input) => {
        const flat = apply(layers.flatten(), input);
        return [apply(softmax(), flat), apply(layers.dense({ units: 3, name: "side" }), flat)];
      }),
    /does not follow the layer before it/,
  ],
  "output taken from the middle": [
    () =>
      connect((input) => {
        const maps = apply(convolution({ activation: "relu" }), input);
        return [maps, apply(softmax(), apply(layers.flatten(), maps))];
      }),
    /the model is no single chain of layers/,
  ],
  "layer used twice": [
    () =>
      connect((input) => {
        const twice = layers.conv2d({ filters: 1, kernelSize: 3, padding: "same", name: "twice" });
        return apply(softmax(), apply(layers.flatten(), apply(twice, apply(twice, input))));
      }),
    /twice \(Conv2D\) is used more than once/,
  ],
};

for (const [name, [create, message]] of Object.entries(REFUSED)) {
  Deno.test(`readNetwork() refuses in one line: ${name}`, () => {
    const model = create();
    assert.throws(() => readNetwork(topologyOf(model)), (error) => {
      assert.ok(error instanceof UnsupportedModelError, `${error}`);
      assert.match(error.message, message);
      assert.ok(!error.message.includes("\n"));
      return true;
    });
    model.dispose();
  });
}

Deno.test("readNetwork() reads LeNet-5 as five stages with the paper's names", () => {
  const { stages, classes } = readNetwork(createLenet5().topology);
  assert.equal(classes, 10);
  assert.deepEqual(stages.map(({ name }) => name), ["C1", "C3", "C5", "F6", "output"]);
  assert.deepEqual(stages.map(({ poolName }) => poolName).slice(0, 3), ["S2", "S4", undefined]);
  assert.deepEqual(stages.map(({ dropout }) => dropout), [0, 0, 0.05, 0.05, 0]);
  const [c1, c3, c5] = stages;
  assert.deepEqual([c1.padTop, c1.outHeight, c1.poolHeight, c1.averagePool], [2, 28, 2, false]);
  assert.deepEqual([c3.height, c3.channels, c3.outHeight, c3.outputs], [14, 6, 10, 16]);
  assert.deepEqual([c5.height, c5.channels, c5.bias], [1, 400, undefined]);
});

Deno.test("readNetwork() takes from 2 to 255 classes", () => {
  for (const units of [2, 7, 255]) {
    const model = tf.sequential({ layers: [layers.flatten({ inputShape }), softmax(units)] });
    assert.equal(readNetwork(topologyOf(model)).classes, units);
    model.dispose();
  }
});

const CHAINS: Record<string, () => Topology> = {
  "a functional chain": () =>
    topologyOf(connect((x) => apply(softmax(), apply(layers.flatten(), x)))),
  ...Object.fromEntries(
    Object.entries(NETWORKS).map(([name, { create }]) => [name, () => create().topology]),
  ),
  ...Object.fromEntries(
    Object.entries(MODELS).map(([name, create]) => [name, () => topologyOf(create())]),
  ),
};

for (const [name, create] of Object.entries(CHAINS)) {
  Deno.test(`readNetwork() reads the same before and after tfjs reads and writes it: ${name}`, async () => {
    const topology = create(), network = readNetwork(topology);
    assert.ok(network.stages.length > 0);
    const model = await tf.models.modelFromJSON(structuredClone(topology) as never);
    assert.deepEqual(readNetwork(topologyOf(model)), network);
    assert.deepEqual(
      new Map(listParameters(network).map(({ name, shape }) => [name, shape])),
      new Map(model.weights.map(({ originalName, shape }) => [originalName, shape])),
    );
    model.dispose();
  });
}

Deno.test("readNetwork() reads Keras's outer model_config, and a Sequential that is a bare list", () => {
  const { topology } = createLenet5(), network = readNetwork(topology);
  const { layers } = topology.config as { layers: unknown };
  const wrapped = { class_name: "", config: null, model_config: topology };
  assert.deepEqual(readNetwork(wrapped), network);
  assert.deepEqual(readNetwork({ class_name: "Sequential", config: layers }), network);
});
