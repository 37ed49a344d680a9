import assert from "node:assert/strict";
import { nameModules, toIdentifier } from "../../lib/interchange/module_names.ts";
import { createExample } from "./networks.ts";

Deno.test("nameModules() keeps the paper's names and gives S2 and S4 theirs", async () => {
  const { description: { network } } = await createExample("lenet5");
  const names = nameModules(network);
  assert.deepEqual(names.map(({ layer }) => layer), ["C1", "C3", "C5", "F6", "output"]);
  assert.deepEqual(names.slice(0, 2).map(({ pool }) => pool), ["S2", "S4"]);
  assert.equal(names[0].norm, "C1_norm");
});

Deno.test("nameModules() gives words that Python and C take, each once, none of a module's own", async () => {
  const { description: { network } } = await createExample("lenet5-1998");
  const wanted = ["train", "Schicht ä/1", "Schicht ä:1", "1st", "C1"];
  const stages = network.stages.map((stage, i) => ({ ...stage, name: wanted[i] }));
  const names = nameModules({ ...network, stages });
  assert.deepEqual(
    names.map(({ layer }) => layer),
    ["train_2", "Schicht___1", "Schicht___1_2", "_1st", "C1"],
  );
  const all = names.flatMap((name) => Object.values(name));
  assert.equal(new Set(all).size, all.length);
  for (const name of all) assert.match(name, /^[A-Za-z_]\w*$/);
});

Deno.test("toIdentifier() leaves no character that Python or C would stumble on", () => {
  for (const text of ["", "9", "a-b.c", "é", "__init__", "\n\"'*/"]) {
    assert.match(toIdentifier(text), /^[A-Za-z_]\w*$/);
  }
});
