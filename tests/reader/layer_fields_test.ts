import assert from "node:assert/strict";
import { readNetwork } from "../../lib/model/read_network.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { listReceptiveFields } from "../../lib/reader/layer_fields.ts";

Deno.test("listReceptiveFields() gives LeNet-5's fields from C1 to C5", () => {
  const fields = listReceptiveFields(readNetwork(createLenet5().topology));
  assert.deepEqual(fields.map(({ name, units, step, field }) => [name, units, step, field.width]), [
    ["C1", 28, 1, 5],
    ["S2", 14, 2, 6],
    ["C3", 10, 2, 14],
    ["S4", 5, 4, 16],
    ["C5", 1, 0, 28],
  ]);
});
