import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { codeCells, sourceOf } from "../../lib/jupyter/notebook_file.ts";
import { listParameters, parseParameter, setParameters } from "../../lib/jupyter/parameters.ts";
import { createNotebook } from "./helpers.ts";

const NOTEBOOK = createNotebook(
  `const digit = 0; // which\nconst other = 1;`,
  `show(digit);\nconst digit2 = 3;`,
);

Deno.test("listParameters() lists first lines, and all lines of a cell tagged parameters", () => {
  assert.deepEqual(listParameters(NOTEBOOK), { digit: "0" });
  const tagged = structuredClone(NOTEBOOK);
  tagged.cells[0].metadata.tags = ["parameters"];
  assert.deepEqual(listParameters(tagged), { digit: "0", other: "1" });
});

Deno.test("setParameters() sets numbers, lists and strings in a copy and keeps the comment", () => {
  const set = (value: string) => sourceOf(codeCells(setParameters(NOTEBOOK, { digit: value }))[0]);
  assert.equal(set("7"), `const digit = 7; // which\nconst other = 1;`);
  assert.equal(set("[1, 2]").split("\n")[0], `const digit = [1,2]; // which`);
  assert.equal(set(`a"b`).split("\n")[0], `const digit = "a\\"b"; // which`);
  assert.equal(listParameters(NOTEBOOK).digit, "0");
});

Deno.test("setParameters() names the parameters there are when asked for another", () => {
  assert.throws(
    () => setParameters(NOTEBOOK, { other: "2" }),
    (error) => error instanceof InputError && /--param other: .*\(digit\)/.test(error.message),
  );
});

Deno.test("parseParameter() takes everything after the first = and refuses text without one", () => {
  assert.deepEqual(parseParameter("a=b=c"), ["a", "b=c"]);
  assert.throws(() => parseParameter("a"), InputError);
});
