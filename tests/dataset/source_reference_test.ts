import assert from "node:assert/strict";
import { parseSource, SET_NAMES, suggestSet } from "../../lib/dataset/source_reference.ts";

Deno.test("parseSource() tells the names of sets from paths", () => {
  const cwd = "/home/me";
  for (const name of SET_NAMES) assert.deepEqual(parseSource(name, { cwd }), { kind: "set", name });
  assert.deepEqual(parseSource("EMNIST-Letters", { cwd }), { kind: "set", name: "emnist-letters" });
  assert.deepEqual(parseSource("./mnist", { cwd }), {
    kind: "path",
    name: "./mnist",
    path: "/home/me/mnist",
  });
  assert.deepEqual(parseSource("/data/x", { cwd }), {
    kind: "path",
    name: "/data/x",
    path: "/data/x",
  });
  assert.deepEqual(parseSource("../a.idx,b.idx", { cwd }), {
    kind: "path",
    name: "../a.idx,b.idx",
    path: "/home/a.idx,b.idx",
    pair: ["/home/a.idx", "/home/me/b.idx"],
  });
});

Deno.test("suggestSet() names the nearest set, or all where none is near", () => {
  const near = { "mnsit": "mnist", "fashion": "fashion-mnist", "emnist_letter": "emnist-letters" };
  for (const [text, name] of Object.entries(near)) {
    assert.equal(suggestSet(text), `did you mean ${name}?`);
  }
  assert.match(
    suggestSet("cifar10"),
    /^the sets are mnist, fashion-mnist, kmnist, qmnist, emnist-/,
  );
});
