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
import { type OpenNotebook, startLabForTests, TEMPLATE } from "./lab.ts";

const lab = await startLabForTests();
Deno.test.afterAll(() => lab.close());

const SHARED = { sanitizeOps: false, sanitizeResources: false }; // the server lives on

for (const path of await listNotebooks(NOTEBOOKS_DIR)) {
  const name = basename(path, ".ipynb");
  const saved = await countSaved(path);

  Deno.test(
    `${name} is legible as saved, without trust, in both themes`,
    SHARED,
    () =>
      lab.withNotebook(name, async (notebook) => {
        assert.equal(await notebook.isTrusted(), false);
        await assertLegible(notebook, "saved", saved);
      }),
  );

  Deno.test(
    `${name} runs from top to bottom by Run All`,
    SHARED,
    () =>
      lab.withNotebook(name, async (notebook) => {
        await notebook.runAll();
        await notebook.waitUntilRun();
        const prompts = await notebook.prompts();
        assert.deepEqual(prompts, prompts.map((_, i) => `[${i + 1}]:`));
        await assertLegible(notebook, "run", saved);
      }),
  );
}

Deno.test(
  "03_training stops at the stop button and keeps its state",
  SHARED,
  () =>
    lab.withNotebook("03_training", async (notebook) => {
      await notebook.runAll();
      const chart = notebook.cellWith("watchTraining(events").locator("img");
      const start = await chart.getAttribute("src", { timeout: 120_000 });
      await waitUntil(
        "the chart to be drawn anew",
        async () => await chart.getAttribute("src") !== start,
      );
      await notebook.stop();
      await notebook.waitUntilRun();
      await notebook.screenshot("stopped");
      const state = await notebook.runNewCell(
        `console.log(history.length < recipe.epochs, checkpoint!.stepsDone > 0, runs.length);`,
      );
      assert.match(state, /^true true [1-9]/);
    }),
);

Deno.test(
  "05_error_analysis reads a digit drawn with the mouse, as it is drawn",
  SHARED,
  () =>
    lab.withNotebook("05_error_analysis", async (notebook) => {
      await notebook.runAll();
      await notebook.waitUntilRun();
      notebook.step = "drawing";
      const pad = await notebook.findFrame("Drawing pad");
      const paper = pad.locator("#paper"), answer = pad.locator("#answer");
      const { mouse } = notebook.page;

      const moveTo = (...point: Point) => moveMouse(notebook, paper, point);
      await moveTo(0.5, 0.15);
      await mouse.down();
      await moveTo(0.5, 0.85);
      await mouse.up();
      await answer.filter({ hasText: /^1 \(\d/ }).waitFor();
      await notebook.screenshot("drawn_1");
      await pad.getByRole("button", { name: "Clear" }).click();
      assert.equal(await answer.innerText(), "Draw on the paper");

      await moveTo(0.25, 0.2);
      await mouse.down();
      await moveTo(0.75, 0.2);
      await answer.filter({ hasText: /^\d \(\d/ }).waitFor(); // the pen is still down
      await moveTo(0.45, 0.85);
      await mouse.up();
      await answer.filter({ hasText: /^7 \(\d/ }).waitFor();
      await notebook.screenshot("drawn_7");
    }),
);

Deno.test(
  "05_error_analysis draws a figure again when its sliders are moved",
  SHARED,
  () =>
    lab.withNotebook("05_error_analysis", async (notebook) => {
      await notebook.runAll();
      await notebook.waitUntilRun();
      notebook.step = "sliding";
      const sliders = await notebook.findFrame("Sliders: rotation, noise");
      const figure = notebook.cellWith("showCorruptionSliders(read").locator("img");
      const drawn = () => figure.getAttribute("src");
      const start = await drawn();
      await sliders.getByLabel("noise").fill("0");
      await waitUntil("a figure without noise", async () => await drawn() !== start);
      const clean = await drawn();
      await sliders.getByLabel("rotation").press("Home");
      await waitUntil("the turned digit", async () => await drawn() !== clean);
      assert.match((await figure.getAttribute("alt"))!, /predicted \d with/);
      assert.equal(await sliders.locator("#trouble").innerText(), "");
      await notebook.screenshot("slid");
    }),
);

Deno.test(
  "04_evaluation tells how many digits a person must look at, by a threshold slider",
  SHARED,
  () =>
    lab.withNotebook("04_evaluation", async (notebook) => {
      await notebook.runAll();
      await notebook.waitUntilRun();
      notebook.step = "sliding";
      const sliders = await notebook.findFrame("Sliders: threshold");
      const figure = notebook.cellWith("showSliders(").locator("img");
      const described = async () => await figure.getAttribute("alt") ?? "";
      const countsAt = async (threshold: string) => {
        const before = await described();
        await sliders.getByLabel("threshold").fill(threshold);
        await waitUntil(`a figure for ${threshold}`, async () => await described() !== before);
        const [, answered, misread, left] = (await described())
          .match(/: ([\d,]+) answered, (\d+) of them misread; ([\d,]+) left to a person\.$/)!;
        return [answered, misread, left].map((count) => Number(count.replace(",", "")));
      };
      const low = await countsAt("0.95"), high = await countsAt("0.9995");
      for (const [answered, , left] of [low, high]) assert.equal(answered + left, 10_000);
      assert.ok(high[0] < low[0] && high[1] < low[1], `${low} ${high}`);
      assert.equal(await sliders.locator("#trouble").innerText(), "");
      await notebook.screenshot("threshold");
    }),
);

Deno.test(
  "a notebook from the template runs from top to bottom by Run All",
  SHARED,
  () =>
    lab.withNotebook(TEMPLATE, async (notebook) => {
      await notebook.runAll();
      await notebook.waitUntilRun();
      assert.match(
        await notebook.cellWith("accuracySummary(").innerText(),
        /accuracy\s+9\d\.\d\d%/,
      );
      await notebook.screenshot("run");
    }),
);

/** A place on the paper, as shares of its width and height. */
type Point = readonly [right: number, down: number];

/** Moves the mouse in a straight line. */
async function moveMouse({ page }: OpenNotebook, paper: Locator, point: Point): Promise<void> {
  const { x, y, width, height } = (await paper.boundingBox())!;
  await page.mouse.move(x + point[0] * width, y + point[1] * height, { steps: 15 });
}

async function waitUntil(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !await holds(); tries++) {
    if (tries === 600) throw new Error(`expected ${what} within a minute`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Figures and tables in a saved notebook. */
async function countSaved(path: string) {
  const outputs = codeCells(await readNotebook(path)).flatMap((cell) => cell.outputs);
  const bundles = outputs.flatMap((output) => "data" in output ? [output.data] : []);
  return {
    figures: bundles.filter((bundle) => String(bundle["text/html"]).includes("<img")).length,
    tables: bundles.filter((bundle) => String(bundle["text/html"]).includes("<table>")).length,
  };
}

/** Looks at a notebook in both themes, in which figures are as dark as the theme, and takes a picture of each. */
async function assertLegible(
  notebook: OpenNotebook,
  label: string,
  wanted: { figures: number; tables: number },
): Promise<void> {
  for (const theme of ["Light", "Dark"] as const) {
    await notebook.setTheme(theme);
    await notebook.waitForOutputs(wanted);
    assert.equal(await notebook.countDarkFigures(), theme === "Dark" ? wanted.figures : 0);
    assert.equal(await notebook.countUndescribed(), 0);
    await notebook.screenshot(`${label}_${theme.toLowerCase()}`);
    assert.deepEqual(await notebook.errors(), []);
  }
}
