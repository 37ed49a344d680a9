import assert from "node:assert/strict";
import { findReceptiveField } from "../../lib/reader/receptive_field.ts";
import { compileModel } from "../../lib/inference/classify.ts";
import type { StageActivations } from "../../lib/engine/compiled_classifier.ts";
import type { Network } from "../../lib/model/network.ts";
import { readNetwork } from "../../lib/model/read_network.ts";
import type { Box } from "../../lib/image/picture.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";

function describeLenet5(): Network {
  return readNetwork(createLenet5().topology);
}

Deno.test("findReceptiveField() gives the fields of C1, S2, C3 and S4 that the paper draws", () => {
  const network = describeLenet5();
  const at = (stage: number, pooled: boolean, row: number, column: number) =>
    findReceptiveField(network, { stage, pooled }, { row, column });
  assert.deepEqual(at(0, false, 10, 20), { top: 8, left: 18, height: 5, width: 5 });
  assert.deepEqual(at(0, true, 5, 6), { top: 8, left: 10, height: 6, width: 6 });
  assert.deepEqual(at(1, false, 3, 2), { top: 4, left: 2, height: 14, width: 14 });
  assert.deepEqual(at(1, true, 1, 2), { top: 2, left: 6, height: 16, width: 16 });
});

Deno.test("findReceptiveField() cuts off what lies in the padding", () => {
  const network = describeLenet5();
  const c1 = { stage: 0, pooled: false };
  const first = findReceptiveField(network, c1, { row: 0, column: 0 });
  assert.deepEqual(first, { top: 0, left: 0, height: 3, width: 3 });
  const last = findReceptiveField(network, c1, { row: 27, column: 27 });
  assert.deepEqual(last, { top: 25, left: 25, height: 3, width: 3 });
});

Deno.test("findReceptiveField() lets the units of C5 and F6 see everything", () => {
  const network = describeLenet5();
  for (const stage of [2, 3]) {
    const field = findReceptiveField(network, { stage, pooled: false }, { row: 0, column: 0 });
    assert.deepEqual(field, { top: 0, left: 0, height: 28, width: 28 });
  }
});

Deno.test("findReceptiveField() holds exactly the input pixels that change a unit by over 1e-5", async () => {
  const model = createLenet5({ activation: "tanh", pooling: "average", seed: 5 });
  const network = readNetwork(model.topology), classifier = await compileModel(model);
  const layers = [[0, false, 28], [0, true, 14], [1, false, 10], [1, true, 5]] as const;
  const blank = classifier.inspect(new Uint8Array(784)).stages;
  for (const pixel of [0, 5 * 28 + 9, 13 * 28 + 14, 783]) {
    const image = new Uint8Array(784);
    image[pixel] = 255;
    const { stages } = classifier.inspect(image);
    for (const [stage, pooled, size] of layers) {
      const before = readMaps(blank, stage, pooled), after = readMaps(stages, stage, pooled);
      for (let unit = 0; unit < size * size; unit++) {
        const place = { row: Math.floor(unit / size), column: unit % size };
        const field = findReceptiveField(network, { stage, pooled }, place);
        // The kernels work on tiles of several units, whose rounding shows in all of them.
        const change = before[unit].map((value, map) => Math.abs(value - after[unit][map]));
        const label = `stage ${stage}, pooled ${pooled}, unit ${unit}`;
        assert.equal(Math.max(...change) > 1e-5, isInside(pixel, field), label);
      }
    }
  }
});

/** The values of all maps, by place. */
function readMaps(stages: StageActivations[], stage: number, pooled: boolean): Float32Array[] {
  const { values, channels } = pooled ? stages[stage].pooled : stages[stage].activation;
  const count = values.length / channels;
  return Array.from({ length: count }, (_, i) => values.slice(i * channels, (i + 1) * channels));
}

function isInside(pixel: number, { top, left, height, width }: Box): boolean {
  const row = Math.floor(pixel / 28), column = pixel % 28;
  return row >= top && row < top + height && column >= left && column < left + width;
}
