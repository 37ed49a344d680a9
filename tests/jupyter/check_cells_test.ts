import assert from "node:assert/strict";
import { checkCells, formatCells } from "../../lib/jupyter/check_cells.ts";
import { codeCells, sourceOf } from "../../lib/jupyter/notebook_file.ts";
import { createNotebook } from "./helpers.ts";

Deno.test("checkCells() is content with sound cells that import from the library", async () => {
  const notebook = createNotebook(
    `import { hash32 } from "../lib/random.ts";\n\nconst hash = hash32(1);`,
    "console.log(await Promise.resolve(hash));",
  );
  assert.equal(await checkCells(notebook, "notebooks/test_sound.ipynb"), "");
});

Deno.test("checkCells() places a type error by notebook, cell and line", async () => {
  const notebook = createNotebook("const a = 1;", `\nconst b: string = a;\nconsole.log(b);`);
  const findings = await checkCells(notebook, "notebooks/test_types.ipynb");
  assert.match(findings, /Type 'number' is not assignable to type 'string'/);
  assert.match(findings, /test_types\.ipynb, cell 2, line 2/);
});

Deno.test("checkCells() reports lint unless it is told not to", async () => {
  const notebook = createNotebook("let constant = 1;\nconsole.log(constant);");
  const path = "notebooks/test_lint.ipynb";
  assert.match(
    await checkCells(notebook, path),
    /prefer-const[^]*test_lint\.ipynb, cell 1, line 1/,
  );
  assert.equal(await checkCells(notebook, path, { lint: false }), "");
});

Deno.test("checkCells() reports a cell that does not parse", async () => {
  const findings = await checkCells(createNotebook("const = 1;"), "notebooks/test_syntax.ipynb");
  assert.match(findings, /test_syntax\.ipynb, cell 1, line 1/);
});

Deno.test("formatCells() formats code as the project does, and leaves broken code alone", async () => {
  const formatted = await formatCells(createNotebook("const a={b :1}", "f( a )"));
  assert.deepEqual(codeCells(formatted).map(sourceOf), ["const a = { b: 1 };", "f(a);"]);
  const broken = createNotebook("const = 1");
  assert.deepEqual(await formatCells(broken), broken);
});
