/** The walk from pictures to a reading with classes that the project has never heard of. */
import assert from "node:assert/strict";
import { join } from "@std/path";
import { encodePng } from "../../lib/image/png.ts";
import { createRandom } from "../../lib/random.ts";
import { spawnDeno } from "../cli/spawn.ts";
import { commandOf } from "../project_config.ts";
import { drawGlyph, GLYPHS } from "./glyphs.ts";

const run = (task: string, ...args: string[]) => spawnDeno([...commandOf(task), ...args]);

Deno.test("26 made-up classes: pictures, training, figures, predictions, by their names", async () => {
  const dir = await Deno.makeTempDir();
  const names = Object.keys(GLYPHS);
  try {
    assert.equal(names.length, 26);
    await writePictures(join(dir, "glyphs"), 30);
    const out = join(dir, "model");
    const trained = await run(
      ...["train", "--data", join(dir, "glyphs"), "--model", "lenet4"] as const,
      ...["--epochs", "30", "--out", out, "--json", "--workers", "2"],
    );
    assert.equal(trained.code, 0, trained.stderr);
    const record = JSON.parse(await Deno.readTextFile(join(out, "run.json")));
    assert.deepEqual(record.classes.toSorted(), names.toSorted());
    assert.equal(record.network.name, "lenet4");

    const misread = join(dir, "misread");
    const evaluated = await run(
      ...["evaluate", "--model", out, "--data", join(dir, "glyphs")] as const,
      ...["--misread", misread, "--picture", "--json"],
    );
    assert.equal(evaluated.code, 0, evaluated.stderr);
    const report = JSON.parse(evaluated.stdout);
    // A sixth of each class was held back.
    assert.equal(report.n, 26 * 5);
    assert.ok(report.accuracy > 0.9, `${report.accuracy}`);
    assert.deepEqual(report.classes, record.classes);
    for (const png of [join(misread, "misread.png"), join(out, "predictions.png")]) {
      const exists = await Deno.stat(png).then(() => true, () => false);
      assert.ok(exists || report.accuracy === 1, png);
    }

    const picture = join(dir, "one.png");
    const name = names[7];
    await Deno.writeFile(picture, encodePng(drawGlyph(name, createRandom(999))));
    const predicted = await run("predict", "--model", out, "--json", picture);
    assert.equal(predicted.code, 0, predicted.stderr);
    const answer = JSON.parse(predicted.stdout);
    assert.equal(answer.class, name);
    assert.ok(!("digit" in answer));
    assert.equal(answer.probabilities.length, 26);

    // A model of glyphs has nothing to say of digits.
    const wrong = await run("evaluate", "--model", out, "--data", "mnist");
    assert.equal(wrong.code, 2);
    assert.match(
      wrong.stderr,
      /^evaluate: mnist: expected classes of the model \([^\n]+\), got \d\n$/,
    );
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

async function writePictures(dir: string, perClass: number): Promise<void> {
  for (const [index, name] of Object.keys(GLYPHS).entries()) {
    await Deno.mkdir(join(dir, name), { recursive: true });
    for (let i = 0; i < perClass; i++) {
      const picture = drawGlyph(name, createRandom(1000 * index + i));
      await Deno.writeFile(join(dir, name, `${i}.png`), encodePng(picture));
    }
  }
}
