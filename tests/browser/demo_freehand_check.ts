/**
 * Digits drawn with the mouse, read by the page and, from the pictures it saves, by the command line.
 *
 * @module
 */
import assert from "node:assert/strict";
import { join } from "@std/path";
import { createClassifier } from "../../lib/inference/classify.ts";
import { decodePicture } from "../../lib/image/decode.ts";
import { prepareOneDigit } from "../../lib/image/prepare.ts";
import { loadModel } from "../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { spawnDeno } from "../cli/spawn.ts";
import { startDemo } from "./demo.ts";
import { writeFreehandDigits } from "./freehand_strokes.ts";
import { commandOf } from "../project_config.ts";

/** Hands that write each of the 40 styles: 200 digits. */
const HANDS = 5;
const LEAST_ACCURACY = 0.98;
/** Digits among the 200 that may be misread without a doubt, and called no digit. */
const MAX_SURE_AND_WRONG = 1, MAX_REFUSED = 2;
const SHARED = { sanitizeOps: false, sanitizeResources: false }; // browser and server live on

/** A digit that was drawn, and where the page saved its picture. */
interface Drawn {
  name: string;
  digit: number;
  path: string;
}

const { model } = await loadModel(DEFAULT_MODEL_DIR);
const classify = await createClassifier(model);
const demo = await startDemo();
const folder = await Deno.makeTempDir({ prefix: "freehand_" });
const drawn: Drawn[] = [];
Deno.test.afterAll(async () => {
  await demo.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test({ name: "the page reads 98% of 200 freehand digits right", ...SHARED }, async () => {
  const page = await demo.open();
  const misread: string[] = [], states: Record<string, number> = {};
  for (const { digit, name, strokes, width } of writeFreehandDigits(HANDS)) {
    await page.setWidth(width);
    await page.draw(strokes);
    const answer = await page.number(), state = await page.state();
    states[state!] = (states[state!] ?? 0) + 1;
    if (answer !== String(digit)) misread.push(`${name}: ${answer}, ${state}`);
    const path = join(folder, `${drawn.length}.png`);
    await page.save(path);
    drawn.push({ name, digit, path });
    await assertSeenAsPrepared(path, await page.seen(), name);
    await page.clear();
  }
  console.log(`  ${misread.length} misread: ${misread.join("; ")}; ${JSON.stringify(states)}`);
  assertMostlyRight(misread);
  assert.ok(misread.filter((each) => each.endsWith(" sure")).length <= MAX_SURE_AND_WRONG);
  assert.ok((states.foreign ?? 0) <= MAX_REFUSED, `${states.foreign} digits called none`);
  await page.close();
});

Deno.test({ name: "deno task predict reads 98% of the same digits right", ...SHARED }, async () => {
  assert.equal(drawn.length, 200);
  const files = drawn.map(({ path }) => path);
  const { code, stdout, stderr } = await spawnDeno(
    [...commandOf("predict"), "--json", "--image", ...files],
  );
  assert.equal(code, 0, stderr);
  const answers = stdout.trim().split("\n").map((line) => JSON.parse(line).digit);
  const misread = drawn.filter(({ digit }, i) => answers[i] !== digit);
  console.log(`  ${misread.length} misread: ${misread.map(({ name }) => name).join("; ")}`);
  assertMostlyRight(misread.map(({ name }) => name));
});

/** The command line's 28×28 of a saved drawing is, byte for byte, the one that the page shows. */
async function assertSeenAsPrepared(path: string, seen: Uint8Array, name: string): Promise<void> {
  const picture = await decodePicture(await Deno.readFile(path), path);
  const { digit } = await prepareOneDigit(picture, classify);
  assert.deepEqual(seen, digit?.pixels, name);
}

function assertMostlyRight(misread: string[]): void {
  const accuracy = 1 - misread.length / drawn.length;
  assert.ok(accuracy >= LEAST_ACCURACY, `${misread.length} misread: ${misread.join("; ")}`);
}
