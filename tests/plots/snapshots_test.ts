/**
 * Every kind of figure against its snapshot. After a change that is meant:
 * `deno test -P tests/plots -- --update`, and look at the difference.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { PNG } from "pngjs";
import { EXAMPLES } from "./examples.ts";

const SNAPSHOTS = new URL("./snapshots/", import.meta.url);
const UPDATE = Deno.args.includes("--update");

for (const [name, draw] of Object.entries(EXAMPLES)) {
  Deno.test(`${name} figure equals its snapshot`, async () => {
    const file = new URL(`${name}.svg`, SNAPSHOTS);
    const svg = normalize(draw().svg);
    if (UPDATE) await Deno.writeTextFile(file, svg);
    assert.equal(svg, await Deno.readTextFile(file));
  });
}

Deno.test("snapshots belong to an example each", async () => {
  const files = [];
  for await (const { name } of Deno.readDir(SNAPSHOTS)) files.push(name.replace(/\.svg$/, ""));
  assert.deepEqual(files.sort(), Object.keys(EXAMPLES).sort());
});

/** One element a line, and pixels in place of PNG bytes, which depend on the deflate library. */
function normalize(svg: string): string {
  return svg
    .replace(/data:image\/png;base64,([^"]+)/g, (_, base64) => `pixels:${hashPixels(base64)}`)
    .replaceAll("><", ">\n<") + "\n";
}

function hashPixels(base64: string): string {
  const { width, height, data } = PNG.sync.read(Buffer.from(base64, "base64"));
  return `${width}x${height}:${createHash("sha256").update(data).digest("hex").slice(0, 16)}`;
}
