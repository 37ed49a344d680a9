import assert from "node:assert/strict";
import { loadSplit } from "../../lib/dataset/mnist.ts";
import { classify } from "../../lib/inference/classify.ts";
import { createCommittee } from "../../lib/inference/committee.ts";
import { createNetwork } from "../../lib/model/registry.ts";
import { assertIdentical } from "../assert_identical.ts";

const { images } = await loadSplit("validation");
const SOME = images.subarray(0, 37 * 784);

Deno.test("createCommittee() answers with the mean of the members' probabilities", async () => {
  const models = [["lenet1", 0], ["lenet4", 1], ["lenet5", 2]]
    .map(([name, seed]) => createNetwork(name as string, { seed: seed as number }));
  const tables = await Promise.all(models.map((model) => classify(model, SOME)));
  const together = await (await createCommittee(models))(SOME);
  assert.equal(together.length, 370);
  together.forEach((p, i) => {
    assert.ok(Math.abs(p - (tables[0][i] + tables[1][i] + tables[2][i]) / 3) < 1e-6);
  });
  assert.ok(together.some((p, i) => Math.abs(p - tables[0][i]) > 1e-3));
});

Deno.test("createCommittee() of one model answers as that model, bit for bit", async () => {
  const model = createNetwork("lenet4", { seed: 3 });
  assertIdentical(await (await createCommittee([model]))(SOME), await classify(model, SOME));
});

Deno.test("createCommittee() refuses no models, and models of other classes", async () => {
  await assert.rejects(createCommittee([]), { name: "RangeError", message: /at least one/ });
  const letters = createNetwork("lenet1", { classes: ["A", "B"] });
  await assert.rejects(createCommittee([createNetwork("lenet1"), letters]), {
    name: "RangeError",
    message: /same classes, got .*"0".* and \["A","B"\]/,
  });
});
