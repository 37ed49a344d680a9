/**
 * Every notebook in real JupyterLab: as it is saved, and after Run All, in both themes.
 *
 * @module
 */
import assert from "node:assert/strict";
import { basename } from "@std/path";
import { codeCells, listNotebooks, readNotebook } from "../../lib/jupyter/notebook_file.ts";
import { NOTEBOOKS_DIR } from "../../lib/paths.ts";
import { type OpenNotebook, startLabAndBrowser } from "./lab.ts";

const lab = await startLabAndBrowser();
Deno.test.afterAll(() => lab.close());

const SHARED = { sanitizeOps: false, sanitizeResources: false }; // browser and server live on

for (const path of await listNotebooks(NOTEBOOKS_DIR)) {
  const name = basename(path, ".ipynb");
  const saved = await countSaved(path);

  Deno.test(
    { name: `${name} is legible as saved, without trust, in both themes`, ...SHARED },
    async () => {
      const notebook = await lab.open(name);
      for (const theme of ["Light", "Dark"] as const) {
        await notebook.setTheme(theme);
        await notebook.screenshot(`saved_${theme.toLowerCase()}`);
        await assertOutputs(notebook, saved);
      }
      await notebook.close();
    },
  );

  Deno.test({ name: `${name} runs from top to bottom by Run All`, ...SHARED }, async () => {
    const notebook = await lab.open(name);
    await notebook.runAll();
    await notebook.waitUntilIdle();
    await notebook.screenshot("run_light");
    const prompts = await notebook.prompts();
    assert.deepEqual(prompts, prompts.map((_, i) => `[${i + 1}]:`));
    await assertOutputs(notebook, saved);
    await notebook.close();
  });
}

/** Figures and tables in a saved notebook, by mime type. */
async function countSaved(path: string) {
  const outputs = codeCells(await readNotebook(path)).flatMap((cell) => cell.outputs);
  const count = (type: string) =>
    outputs.filter((output) => "data" in output && type in output.data).length;
  return { figures: count("image/png"), tables: count("text/html") };
}

async function assertOutputs(
  notebook: OpenNotebook,
  { figures, tables }: { figures: number; tables: number },
): Promise<void> {
  assert.deepEqual(await notebook.errors(), []);
  assert.equal(await notebook.countFigures(), figures);
  assert.equal(await notebook.countLegibleTables(), tables);
}
