import assert from "node:assert/strict";
import type { Stage } from "../../lib/model/network.ts";
import { readNetwork } from "../../lib/model/read_network.ts";
import { chooseTile } from "../../lib/engine/tiling.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";

const [c1, c3, c5] = readNetwork(createLenet5().topology).stages;

const resize = (stage: Stage, changes: Partial<Stage>): Stage => ({ ...stage, ...changes });

Deno.test("chooseTile() tiles C3's ten columns twice by five, and leaves C1 and C5 alone", () => {
  assert.deepEqual(chooseTile(c3), { outputs: 5, taps: 5, points: 9, tiles: 2 });
  assert.equal(chooseTile(c1), undefined);
  assert.equal(chooseTile(c5), undefined);
});

Deno.test("chooseTile() covers the columns exactly, with few enough points for float32", () => {
  let tiled = 0;
  for (let size = 5; size <= 28; size++) {
    for (const taps of [2, 3, 4, 5, 6]) {
      const out = size - taps + 1;
      const tile = chooseTile(resize(c3, {
        ...{ height: size, width: size, outHeight: out, outWidth: out, kernelHeight: taps },
        kernelWidth: taps,
      }));
      if (!tile) continue;
      tiled++;
      assert.equal(tile.outputs * tile.tiles, out);
      assert.equal(tile.points, tile.outputs + taps - 1);
      assert.ok(tile.points <= 10);
    }
  }
  assert.ok(tiled > 20, `only ${tiled} shapes are tiled`);
});

Deno.test("chooseTile() leaves alone what is padded on any side, or does not come in eights", () => {
  const padded = { outHeight: 14, outWidth: 14, kernelHeight: 2, kernelWidth: 2 };
  assert.equal(chooseTile(resize(c3, { ...padded, channels: 16 })), undefined);
  assert.equal(chooseTile(resize(c3, { padLeft: 2, outWidth: 12 })), undefined);
  assert.equal(chooseTile(resize(c3, { channels: 3, outputs: 7 })), undefined);
});
