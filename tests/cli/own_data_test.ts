import assert from "node:assert/strict";
import { join } from "@std/path";
import { encodePng } from "../../lib/image/png.ts";
import { createRandom } from "../../lib/random.ts";
import { commandOf } from "../project_config.ts";
import { drawGlyph, GLYPHS } from "../whole/glyphs.ts";
import { spawnDeno } from "./spawn.ts";

const NAMES = Object.keys(GLYPHS), EACH = 20;

/** A task's answer, run in a folder as `deno task` runs it there. */
const runIn = (dir: string) => (task: string, ...args: string[]) =>
  spawnDeno([...commandOf(task), ...args], { INIT_CWD: dir });

async function writeGlyphs(dir: string, seed: number): Promise<void> {
  for (const [k, name] of NAMES.entries()) {
    await Deno.mkdir(join(dir, name), { recursive: true });
    for (let i = 0; i < EACH; i++) {
      const picture = drawGlyph(name, createRandom(seed + 1000 * k + i));
      await Deno.writeFile(join(dir, name, `${i}.png`), encodePng(picture));
    }
  }
}

Deno.test("26 classes of pictures: trained, evaluated on what was held back, compared, misread, predicted", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await writeGlyphs(join(dir, "glyphs"), 1);
    await writeGlyphs(join(dir, "elsewhere", "glyphs"), 50_000);
    const run = runIn(dir), runs = [3, 4].map((seed) => `models/seed${seed}`);
    const trained = await Promise.all(runs.map(async (out) => {
      const flags = ["--model", "lenet4", "--epochs", "12", "--workers", "1", "--json"];
      const seed = ["--seed", out.at(-1)!];
      return await run("train", "--data", "glyphs/", "--out", out, ...flags, ...seed);
    }));
    const tests = trained.map(({ stdout, stderr }) => {
      assert.match(stderr, /glyphs\/: 520 images in 26 classes \(alo … zot\), pictures/);
      return JSON.parse(stdout.trim().split("\n").at(-1)!).test;
    });
    assert.equal(tests[0].n, 78);

    // The same images for every seed, and none that a model learned from.
    const held = await run("evaluate", "--model", runs[0], "--data", "glyphs", "--json");
    assert.match(
      held.stderr,
      /^evaluate: glyphs: trained on it; these are the 78 images [^\n]+\n$/,
    );
    const report = JSON.parse(held.stdout);
    assert.deepEqual([report.split, report.n, report.accuracy], ["test", 78, tests[0].accuracy]);
    assert.deepEqual(report.classes, NAMES);
    const compared = await run("evaluate", "--compare", ...runs, "--data", "glyphs", "--json");
    assert.deepEqual(
      JSON.parse(compared.stdout).models.map((
        { n, accuracy }: Record<string, number>,
      ) => [n, accuracy]),
      tests.map(({ n, accuracy }) => [n, accuracy]),
    );
    const all = await run(
      "evaluate",
      "--model",
      runs[0],
      "--data",
      "glyphs",
      "--split=all",
      "--json",
    );
    assert.deepEqual([JSON.parse(all.stdout).n, all.stderr], [520, ""]);

    // Other pictures of the same name are all evaluated, and it is said that some may be known.
    const args = ["--data", "elsewhere/glyphs", "--misread", "misread"];
    const other = await run("evaluate", "--model", runs[0], ...args);
    assert.match(other.stderr, /trained on data of this name, but not on just these images/);
    assert.match(other.stdout, /^models\/seed3 on 520 images of elsewhere\/glyphs\n/);
    const list = (await Deno.readTextFile(join(dir, "misread", "misread.csv"))).trim().split("\n");
    const errors = Number(other.stdout.match(/errors +(\d+) of 520/)![1]);
    assert.equal(list.length, 1 + errors);
    if (errors > 0) {
      assert.match(list[1], /^\d+,elsewhere\/glyphs\/([a-z]{3})\/\d+\.png,\1,[a-z]{3},0\.\d+$/);
    }

    const both = await run(
      "committee",
      "--out",
      "models/both",
      ...runs,
      "--data",
      "glyphs",
      "--json",
    );
    assert.equal(both.code, 0, both.stderr);
    assert.equal(JSON.parse(both.stdout).test.n, 78);
    for (const model of [runs[0], "models/both"]) {
      const { stdout, stderr } = await run(
        "predict",
        "--model",
        model,
        "glyphs/ki*",
        "glyphs/ril/2.png",
      );
      assert.match(stdout, /^glyphs\/ril\/2\.png: \w+\n/, stderr);
      assert.match(stderr, /^predict: glyphs\/ki\*: expected files that match, found none\n/);
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
