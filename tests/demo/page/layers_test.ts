import assert from "node:assert/strict";
import {
  describeLayer,
  fieldOf,
  indexOf,
  type Layer,
  listLayers,
  movePixel,
} from "../../../lib/demo/page/layers.ts";
import type { PublishedModel } from "../../../lib/reader/published_model.ts";
import { readNetwork } from "../../../lib/model/read_network.ts";
import { createLenet5 } from "../../../lib/model/zoo/lenet5.ts";

const PUBLISHED = {
  network: readNetwork(createLenet5().topology),
} as unknown as PublishedModel;
const LAYERS = listLayers(PUBLISHED);
const C3 = LAYERS[2], F6 = LAYERS[5];

Deno.test("listLayers() shows LeNet-5 as C1, S2, C3, S4, C5, F6 and the output, the dense ones as one picture", () => {
  const shapes = LAYERS.map(({ name, kind, maps, height, width }: Layer) =>
    `${name} ${kind} ${maps}×${height}×${width}`
  );
  assert.deepEqual(shapes, [
    "C1 convolution 6×28×28",
    "S2 pooling 6×14×14",
    "C3 convolution 16×10×10",
    "S4 pooling 16×5×5",
    "C5 dense 1×10×12",
    "F6 dense 1×7×12",
    "Output dense 1×1×10",
  ]);
});

Deno.test("indexOf() finds a map's pixels one channel apart, a dense layer's in reading order", () => {
  assert.equal(indexOf(C3, { map: 3, row: 1, column: 2 }), (10 + 2) * 16 + 3);
  assert.equal(indexOf(F6, { map: 0, row: 6, column: 11 }), 83);
});

Deno.test("fieldOf() gives a map's pixel its receptive field, a unit the whole input", () => {
  const { network } = PUBLISHED;
  assert.deepEqual(fieldOf(network, C3, { map: 9, row: 2, column: 1 }), {
    ...{ top: 2, left: 0, height: 14, width: 14 },
  });
  assert.equal(fieldOf(network, F6, { map: 0, row: 3, column: 3 }).width, 28);
});

Deno.test("movePixel() walks within a map with arrows, from map to map with Page Up and Down", () => {
  const corner = { map: 0, row: 0, column: 9 };
  assert.deepEqual(movePixel(C3, corner, "ArrowDown"), { map: 0, row: 1, column: 9 });
  assert.deepEqual(movePixel(C3, corner, "ArrowLeft"), { map: 0, row: 0, column: 8 });
  assert.deepEqual(movePixel(C3, corner, "ArrowRight"), corner);
  assert.deepEqual(movePixel(C3, corner, "ArrowUp"), corner);
  assert.deepEqual(movePixel(C3, corner, "PageDown"), { map: 1, row: 0, column: 9 });
  assert.deepEqual(movePixel(C3, corner, "PageUp"), corner);
  assert.equal(movePixel(C3, corner, "Tab"), undefined);
});

Deno.test("describeLayer() tells size and field of view", () => {
  assert.deepEqual(LAYERS.map((layer) => describeLayer(PUBLISHED.network, layer)), [
    "6 maps of 28×28; every pixel sees 5×5 of the input",
    "6 maps of 14×14; every pixel sees 6×6 of the input",
    "16 maps of 10×10; every pixel sees 14×14 of the input",
    "16 maps of 5×5; every pixel sees 16×16 of the input",
    "120 units; each sees the whole input",
    "84 units; each sees the whole input",
    "10 units, one a class: the sums that become probabilities",
  ]);
});
