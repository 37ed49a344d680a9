import assert from "node:assert/strict";
import { join } from "@std/path";
import { type Fingerprint, takeFingerprint } from "../../lib/jupyter/fingerprint.ts";
import { createNotebook } from "./helpers.ts";

const FILES = {
  "lib/mod.ts": `export { shade } from "./shade.ts";\nexport { unused } from "./unused.ts";`,
  "lib/shade.ts": `/** Docs. */\nexport const shade = (x: number) => 2 * x;`,
  "lib/unused.ts": `import "pngjs";\nexport const unused = () => 1;`,
  "lib/start.ts": `export const start = () => new Worker(new URL("./worker.ts", import.meta.url));`,
  "lib/worker.ts": `import { job } from "./job.ts";\njob();`,
  "lib/job.ts": `export const job = () => console.log(1);`,
  "lib/kernels.wasm": "add",
  "unused/kernels.wasm": "multiply",
  "model/model.json": "{}",
  "model/run.json": `{"seed": 0}`,
  "model/weights.bin": "1234",
};
const CELLS = [
  `import { shade } from "../lib/mod.ts";\nimport { start } from "../lib/start.ts";`,
  `console.log(shade(1));\nstart();`,
];

/** What a run of these cells reads, as the kernel's log lists it. */
const READ = ["lib/job.ts", "lib/mod.ts", "lib/shade.ts", "lib/start.ts", "lib/worker.ts"];

/** The fingerprint of some cells in a project with other contents in some files. */
async function fingerprint(
  cells: string[],
  changes: Partial<Record<keyof typeof FILES, string>> = {},
  inputs = READ,
): Promise<Fingerprint> {
  const folder = await Deno.makeTempDir();
  try {
    for (const name of ["lib", "notebooks", "model", "unused"]) {
      await Deno.mkdir(join(folder, name));
    }
    for (const [name, text] of Object.entries({ ...FILES, ...changes })) {
      await Deno.writeTextFile(join(folder, name), text);
    }
    const options = { inputs, projectDir: folder };
    return await takeFingerprint(createNotebook(...cells), join(folder, "notebooks"), options);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const BASE = await fingerprint(CELLS);

Deno.test("takeFingerprint() ignores comments, types, formatting and unused modules", async () => {
  const same = await fingerprint(CELLS, {
    "lib/shade.ts": `// Other docs.\ntype X = number;\nexport const shade = (x: X): X =>\n  2 * x;`,
    "lib/unused.ts": `import "linkedom";\nexport const unused = () => 2;`,
    "lib/mod.ts": `export { unused } from "./unused.ts";\nexport { shade } from "./shade.ts";`,
  });
  assert.deepEqual(same, BASE);
});

Deno.test("takeFingerprint() ignores prose and outputs", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const notebook = createNotebook("1;", "2;");
    const before = await takeFingerprint(notebook, folder);
    notebook.cells.unshift({ cell_type: "markdown", metadata: {}, source: "# New" });
    notebook.metadata.lenet5 = before;
    assert.deepEqual(await takeFingerprint(notebook, folder), before);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("takeFingerprint() tells changed cells from changed modules", async () => {
  const module = await fingerprint(CELLS, { "lib/shade.ts": `export const shade = (x) => 3 * x;` });
  assert.equal(module.cells, BASE.cells);
  assert.notEqual(module.code, BASE.code);
  assert.notEqual((await fingerprint([CELLS[0], "shade(2);\nstart();"])).cells, BASE.cells);
});

Deno.test("takeFingerprint() follows Workers and what they import", async () => {
  const changed = { "lib/job.ts": `export const job = () => console.log(2);` };
  assert.notEqual((await fingerprint(CELLS, changed)).code, BASE.code);
});

Deno.test("takeFingerprint() counts the packages that are used", async () => {
  const [code] = CELLS;
  const withPlot = await fingerprint([`import "@observablehq/plot";\n${code}`, CELLS[1]]);
  assert.notEqual(withPlot.code, BASE.code);
});

Deno.test("takeFingerprint() counts the models that the run read, and no others", async () => {
  const files = ["model/model.json", "model/run.json", "model/weights.bin"] as const;
  const reading = [...READ, ...files];
  const { code } = await fingerprint(CELLS, {}, reading);
  for (const name of files) {
    const other = { [name]: "5678" };
    assert.deepEqual(await fingerprint(CELLS, other), BASE);
    assert.notEqual((await fingerprint(CELLS, other, reading)).code, code);
  }
});

Deno.test("takeFingerprint() keeps the models read and what Workers start from, alone", async () => {
  const { inputs } = await fingerprint(CELLS, {}, [...READ, "model/run.json"]);
  assert.deepEqual(inputs, ["lib/worker.ts", "model/run.json"]);
});

Deno.test("takeFingerprint() counts compiled kernels beside a module that runs", async () => {
  assert.notEqual((await fingerprint(CELLS, { "lib/kernels.wasm": "other" })).code, BASE.code);
  assert.deepEqual(await fingerprint(CELLS, { "unused/kernels.wasm": "other" }), BASE);
});
