import assert from "node:assert/strict";
import { filterAt, readFilters } from "../../lib/model/filters.ts";
import { readNetwork } from "../../lib/model/read_network.ts";
import { countSharedWeights } from "../../lib/model/weight_sharing.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";

const model = createLenet5();

Deno.test("countSharedWeights() gives LeNet-5's products as LeCun et al. 1998 count them", () => {
  const [c1, c3, c5] = countSharedWeights(readNetwork(model.topology));
  // The paper counts 122,304 connections for C1: 26 (25 weights and the bias) for each of 4,704 units.
  assert.equal(c1.products, 122_304 / 26 * 25);
  assert.deepEqual([c1.weights, c1.uses], [150, 784]);
  assert.equal(c3.weights, 5 * 5 * 6 * 16);
  assert.equal(c1.fullyConnected, 784 * 4704);
  assert.deepEqual([c5.weights, c5.uses, c5.fullyConnected], [48_000, 1, 48_000]);
});

Deno.test("filterAt() takes one filter and channel out of the kernel", () => {
  const filters = readFilters(model, "C3");
  const { values } = filterAt(filters, 2, 1);
  assert.equal(values.length, 25);
  assert.equal(values[7], filters.values[(7 * 6 + 1) * 16 + 2]);
  assert.throws(() => filterAt(filters, 16), RangeError);
  assert.throws(() => filterAt(filters, 0, 6), RangeError);
});
