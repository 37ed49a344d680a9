import assert from "node:assert/strict";
import { join } from "@std/path";
import { encodePng } from "../../lib/image/png.ts";
import { loadModel, saveModel } from "../../lib/model/store.ts";
import { createLenet4 } from "../../lib/model/zoo/lenet4.ts";
import { createRandom } from "../../lib/random.ts";
import { drawGlyph } from "../whole/glyphs.ts";
import { spawnDeno } from "./spawn.ts";

const calibrate = (...args: string[]) =>
  spawnDeno(["run", "--quiet", "-P=train", "lib/cli/calibrate.ts", ...args]);

const NAMES = ["alo", "bem", "cin"];

/** Runs `check` with a folder that holds an untrained model of three glyphs, and glyphs. */
async function withGlyphs(check: (model: string, data: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    const model = join(dir, "model"), data = join(dir, "glyphs");
    await saveModel(model, createLenet4({ classes: NAMES, seed: 1 }), { note: "untrained" });
    for (const [k, name] of NAMES.entries()) {
      await Deno.mkdir(join(data, name), { recursive: true });
      for (let i = 0; i < 12; i++) {
        const picture = drawGlyph(name, createRandom(100 * k + i));
        await Deno.writeFile(join(data, name, `${i}.png`), encodePng(picture));
      }
    }
    await check(model, data);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("calibrate writes reader.json beside a model of one's own classes, and changes nothing else but its sum", async () => {
  await withGlyphs(async (model, data) => {
    const before = await loadModel(model);
    const { code, stdout, stderr } = await calibrate("--model", model, "--data", data, "--json");
    assert.equal(code, 0, stderr);
    const { n, limits } = JSON.parse(stdout);
    assert.ok(n > 0 && limits.foreign >= limits.unusual);
    const { calibration, ...after } = await loadModel(model);
    const { readerSha256, recordSha256, ...run } = after.run;
    assert.deepEqual({ ...after, run: { ...run, recordSha256: before.run.recordSha256 } }, before);
    assert.ok(readerSha256 && recordSha256 !== before.run.recordSha256);
    assert.deepEqual((calibration as { limits: unknown }).limits, limits);
    assert.ok("typical" in (calibration as object));
  });
});

Deno.test("calibrate answers wrong use with one line and exit 2", async () => {
  for (const args of [["--model", "nowhere"], ["--model", "nowhere/model.json"], ["--seed", "x"]]) {
    const { code, stdout, stderr } = await calibrate(...args);
    assert.deepEqual([code, stdout, stderr.trim().split("\n").length], [2, "", 1], stderr);
  }
});
