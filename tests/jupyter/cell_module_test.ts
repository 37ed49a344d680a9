import assert from "node:assert/strict";
import { joinCells, locateLine } from "../../lib/jupyter/cell_module.ts";
import { createNotebook } from "./helpers.ts";

Deno.test("joinCells() sets code cells apart by a blank line and leaves prose out", () => {
  const notebook = createNotebook("const a = 1;\nconst b = 2;\n", "a + b");
  notebook.cells.splice(1, 0, { cell_type: "markdown", metadata: {}, source: "# prose" });
  assert.equal(joinCells(notebook).source, "const a = 1;\nconst b = 2;\n\na + b\n\n");
});

Deno.test("locateLine() says a line of the module as cell and line", () => {
  const module = joinCells(createNotebook("1;\n2;", "3;", "", "4;\n5;\n6;"));
  const lines = module.source.split("\n");
  assert.equal(locateLine(module, lines.indexOf("1;") + 1), "cell 1, line 1");
  assert.equal(locateLine(module, lines.indexOf("2;") + 1), "cell 1, line 2");
  assert.equal(locateLine(module, lines.indexOf("3;") + 1), "cell 2, line 1");
  assert.equal(locateLine(module, lines.indexOf("6;") + 1), "cell 4, line 3");
});
