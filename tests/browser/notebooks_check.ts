/**
 * Every notebook in real JupyterLab: as it is saved, and after Run All, in both themes.
 *
 * @module
 */
import assert from "node:assert/strict";
import { basename } from "@std/path";
import { codeCells, listNotebooks, readNotebook } from "../../lib/jupyter/notebook_file.ts";
import { NOTEBOOKS_DIR } from "../../lib/paths.ts";
import type { Locator } from "playwright-core";
import { type OpenNotebook, startLabAndBrowser } from "./lab.ts";

const lab = await startLabAndBrowser();
Deno.test.afterAll(() => lab.close());

const SHARED = { sanitizeOps: false, sanitizeResources: false }; // browser and server live on

for (const path of await listNotebooks(NOTEBOOKS_DIR)) {
  const name = basename(path, ".ipynb");
  const saved = await countSaved(path);

  Deno.test(`${name} is legible as saved, without trust, in both themes`, SHARED, async () => {
    const notebook = await lab.open(name);
    for (const theme of ["Light", "Dark"] as const) {
      await notebook.setTheme(theme);
      await notebook.screenshot(`saved_${theme.toLowerCase()}`);
      await assertOutputs(notebook, saved);
    }
    await notebook.close();
  });

  Deno.test(`${name} runs from top to bottom by Run All`, SHARED, async () => {
    const notebook = await lab.open(name);
    await notebook.runAll();
    await notebook.waitUntilIdle();
    await notebook.setTheme("Light");
    await notebook.screenshot("run_light");
    const prompts = await notebook.prompts();
    assert.deepEqual(prompts, prompts.map((_, i) => `[${i + 1}]:`));
    await assertOutputs(notebook, saved);
    await notebook.close();
  });
}

Deno.test("02_training stops at the stop button and keeps its state", SHARED, async () => {
  const notebook = await lab.open("02_training");
  await notebook.runAll();
  const training = notebook.cellWith("watchTraining(events");
  await training.locator("img").waitFor({ timeout: 60_000 });
  await notebook.page.waitForTimeout(2000);
  await notebook.stop();
  await notebook.waitUntilIdle();
  await notebook.screenshot("stopped");
  assert.deepEqual(await notebook.errors(), []);
  const state = await notebook.runNewCell(
    `console.log(history.length < recipe.epochs, checkpoint!.stepsDone > 0, runs.length);`,
  );
  assert.match(state, /true true \d/);
  await notebook.close();
});

Deno.test(
  "04_error_analysis reads a digit drawn with the mouse, stroke by stroke",
  SHARED,
  async () => {
    const notebook = await lab.open("04_error_analysis");
    await notebook.runAll();
    await notebook.waitUntilIdle();
    const pad = notebook.page.frameLocator("iframe[title='Drawing pad']");
    const answer = pad.locator("#answer");
    await drawStroke(notebook, pad.locator("#paper"), [[0.5, 0.15], [0.5, 0.85]]);
    await answer.filter({ hasText: /^1 \(\d/ }).waitFor({ timeout: 10_000 });
    await pad.getByRole("button", { name: "Clear" }).click();
    assert.equal(await answer.innerText(), "Draw a digit");
    await drawStroke(notebook, pad.locator("#paper"), [[0.25, 0.2], [0.75, 0.2], [0.45, 0.85]]);
    await answer.filter({ hasText: /^7 \(\d/ }).waitFor({ timeout: 10_000 });
    await notebook.screenshot("drawn");
    await notebook.close();
  },
);

/** Draws a line through points, given as shares of the paper's width and height. */
async function drawStroke(
  { page }: OpenNotebook,
  paper: Locator,
  points: [x: number, y: number][],
): Promise<void> {
  const { x, y, width, height } = (await paper.boundingBox())!;
  const [start, ...rest] = points.map(([right, down]) => [x + right * width, y + down * height]);
  await page.mouse.move(start[0], start[1]);
  await page.mouse.down();
  for (const [pageX, pageY] of rest) await page.mouse.move(pageX, pageY, { steps: 15 });
  await page.mouse.up();
}

/** Figures and tables in a saved notebook. */
async function countSaved(path: string) {
  const outputs = codeCells(await readNotebook(path)).flatMap((cell) => cell.outputs);
  const bundles = outputs.flatMap((output) => "data" in output ? [output.data] : []);
  return {
    figures: bundles.filter((bundle) => "image/png" in bundle).length,
    tables: bundles.filter((bundle) => String(bundle["text/html"]).includes("<table>")).length,
  };
}

async function assertOutputs(
  notebook: OpenNotebook,
  { figures, tables }: { figures: number; tables: number },
): Promise<void> {
  assert.deepEqual(await notebook.errors(), []);
  assert.equal(await notebook.countFigures(), figures);
  assert.equal(await notebook.countLegibleTables(), tables);
}
