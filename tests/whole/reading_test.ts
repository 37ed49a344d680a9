/** What the shipped model holds of digits and of what is none; `deno task bench:reading` measures more. */
import assert from "node:assert/strict";
import { join, toFileUrl } from "@std/path";
import { openRecognizer } from "../../lib/cli/open_recognizer.ts";
import { encodePng } from "../../lib/image/png.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { createReader } from "../../lib/reader/reader.ts";
import { createRandom } from "../../lib/random.ts";
import { drawLayers, writeAt } from "../image/pages.ts";
import type { Point } from "../image/stroke_program.ts";
import { spawnDeno } from "../cli/spawn.ts";
import { commandOf } from "../project_config.ts";
import { measureMnist, measureStrangers } from "./measure_reading.ts";

const recognizer = await openRecognizer(DEFAULT_MODEL_DIR, {});

Deno.test("of MNIST's test digits 1% are refused at most, and 0.1% surely misread", async () => {
  const { n, refused, sureWrong } = await measureMnist(recognizer);
  assert.equal(n, 10_000);
  assert.ok(refused <= 0.01 && sureWrong <= 0.001, `${refused}, ${sureWrong}`);
});

Deno.test("nine of ten drawings, letters, scribbles and lines are no digit", async () => {
  const rows = await measureStrangers(recognizer, 2);
  const { n, refused, sureWrong, accepted } = rows.at(-1)!;
  assert.ok(n > 100);
  assert.ok(refused >= 0.9 && sureWrong <= 0.02, `${refused}, ${sureWrong}: ${accepted}`);
});

Deno.test("predict says of a picture what the library says: text, verdicts, places", async () => {
  const random = createRandom(6);
  const star = Array.from({ length: 6 }, (_, i): Point => [
    330 + 42 * Math.sin(0.8 * Math.PI * i),
    100 - 42 * Math.cos(0.8 * Math.PI * i),
  ]);
  const dash: Point[] = [[170, 100], [205, 100]];
  const strokes = [
    ...writeAt("4", random, { x: 60, y: 60, height: 80 }),
    dash,
    ...writeAt("7", random, { x: 225, y: 60, height: 80 }),
    star,
  ];
  const layers = [{ strokes, width: 6, color: [0, 0, 0] as [number, number, number] }];
  const picture = drawLayers({ width: 480, height: 200 }, layers, [255, 255, 255]);
  const read = await createReader({ model: toFileUrl(`${DEFAULT_MODEL_DIR}/`) });
  const { text, digits, pieces } = await read(picture);
  const folder = await Deno.makeTempDir();
  try {
    const file = join(folder, "picture.png");
    await Deno.writeFile(file, encodePng(picture));
    const args = [...commandOf("predict"), "--multi", "--json", file];
    const { stdout, stderr } = await spawnDeno(args);
    const record = JSON.parse(stdout);
    assert.equal(record.number, "4-7?");
    assert.match(stderr, /1 found that are neither digit nor sign: \d+×\d+ at \d+,\d+/);
    assert.deepEqual(record.lines, text.split("\n"));
    const verdicts = (list: { verdict: string }[]) => list.map(({ verdict }) => verdict);
    assert.deepEqual(verdicts(record.digits), verdicts(digits));
    assert.deepEqual(
      record.tokens.map(({ box }: { box: unknown }) => box),
      pieces.map(({ box }) => box),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
