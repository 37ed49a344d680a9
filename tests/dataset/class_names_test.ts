import assert from "node:assert/strict";
import { indexLabels, parseClassNames, sortClassNames } from "../../lib/dataset/class_names.ts";
import { readClassNames } from "../../lib/dataset/read_class_names.ts";
import { withFiles } from "./small_sets.ts";

Deno.test("sortClassNames() sorts whole numbers as numbers, anything else as text", () => {
  assert.deepEqual(sortClassNames(["10", "9", "0", "9"]), ["0", "9", "10"]);
  assert.deepEqual(sortClassNames(["10", "9", "x"]), ["10", "9", "x"]);
  assert.deepEqual(sortClassNames(["b", "B", "a"]), ["B", "a", "b"]);
});

Deno.test("parseClassNames() takes one name a line, or all in one line", () => {
  assert.deepEqual(parseClassNames("a, b,c\n", "x"), ["a", "b", "c"]);
  assert.deepEqual(parseClassNames("\ufeffa\r\nb, too\r\n", "x"), ["a", "b, too"]);
  assert.deepEqual(parseClassNames("A\u0308,b", "x"), ["\u00c4", "b"]);
});

Deno.test("parseClassNames() refuses one name, too many, a blank one, one given twice", () => {
  const refuse = (text: string, message: string) =>
    assert.throws(() => parseClassNames(text, "x"), { name: "InputError", message });
  refuse("a", "x: expected 2 to 255 classes, got one (a)");
  refuse(
    Array.from({ length: 256 }, (_, i) => `c${i}`).join(),
    "x: expected 2 to 255 classes, got 256",
  );
  refuse("a,,b", "x: expected a name for every class, got a blank one");
  refuse("a,b,a", "x: expected each class once, got a twice");
});

Deno.test("readClassNames() reads a file where there is one, and names where there are commas", async () => {
  await withFiles({ "names.txt": "alpha\nbeta\n", "a,b": "x\ny\n" }, async (cwd) => {
    assert.deepEqual(await readClassNames("names.txt", { cwd }), ["alpha", "beta"]);
    assert.deepEqual(await readClassNames("c,d", { cwd }), ["c", "d"]);
    assert.deepEqual(await readClassNames("a,b", { cwd }), ["x", "y"]);
    for (const [what, came] of [["nams.txt", "nams.txt"], ["", "nothing"], [".", "."]]) {
      await assert.rejects(() => readClassNames(what, { cwd }), {
        name: "InputError",
        message: `classes: expected names such as a,b,c or a file of names, got ${came}`,
      });
    }
  });
});

Deno.test("indexLabels() goes by names, and by indices where no name is a number", () => {
  const locate = (i: number) => `row ${i}`;
  const index = (labels: string[], classes: string[]) => [
    ...indexLabels(labels, { classes, locate }),
  ];
  assert.deepEqual(index(["b", "a"], ["a", "b"]), [1, 0]);
  assert.deepEqual(index(["1", "0", "b"], ["a", "b"]), [1, 0, 1]);
  assert.deepEqual(index(["1", "5"], ["5", "1"]), [1, 0]);
  assert.throws(() => index(["5", "0"], ["5", "1"]), {
    name: "InputError",
    message: "row 1: expected one of the classes 5, 1, got 0",
  });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  assert.throws(() => index(["1", "26"], letters), {
    message: "row 1: expected one of the classes A, B, C, D, E, F, G, H, I, J … Z, got 26",
  });
});
