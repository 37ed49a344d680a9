import assert from "node:assert/strict";
import { decodeStrokes, encodeStrokes } from "../../../lib/demo/page/drawing_code.ts";
import { layOutExample } from "../../../lib/demo/page/examples.ts";
import { snapToGrid, type Stroke } from "../../../lib/demo/page/sheet.ts";
import { createRandom } from "../../../lib/random.ts";

/** A stroke as a hand draws it: many near points, some of them outside the sheet. */
function scribble(seed: number, count: number): Stroke {
  const random = createRandom(seed);
  let x = 400 * random.next(), y = 300 * random.next();
  const points = Array.from({ length: count }, () => {
    x += 20 * random.next() - 10;
    y += 20 * random.next() - 10;
    return snapToGrid({ x, y });
  });
  const tool = seed % 2 ? "eraser" : "pen";
  return { tool, width: 1 + random.nextInt(80), points };
}

Deno.test("decodeStrokes() gives back what encodeStrokes() was given, points on the grid exactly", () => {
  const strokes = Array.from({ length: 20 }, (_, seed) => scribble(seed, 1 + 7 * seed));
  strokes.push({ tool: "pen", width: 4.25, points: [{ x: -800.25, y: 1200.75 }, { x: 0, y: 0 }] });
  assert.deepEqual(decodeStrokes(encodeStrokes(strokes)!), strokes);
  assert.equal(decodeStrokes(encodeStrokes([])!), undefined);
});

Deno.test("encodeStrokes() takes under three characters a point of a hand's stroke", () => {
  const [stroke] = [scribble(3, 300)];
  assert.ok(encodeStrokes([stroke])!.length < 3 * 300);
  assert.match(encodeStrokes(layOutExample("20926", 16))!, /^[\w-]+$/);
});

Deno.test("encodeStrokes() refuses a drawing that no address can hold", () => {
  assert.equal(encodeStrokes(Array.from({ length: 100 }, (_, i) => scribble(i, 200))), undefined);
});

Deno.test("decodeStrokes() refuses what is no drawing, whatever it is", () => {
  const code = encodeStrokes([scribble(0, 5), scribble(1, 5)])!;
  const wrong = ["", "1", "2" + code.slice(1), "hello", "1%%%", "1AA", "1====", code + "!", "1/+"];
  for (const text of wrong) assert.equal(decodeStrokes(text), undefined, text);
  assert.equal(decodeStrokes("1" + "_".repeat(40)), undefined, "numbers without end");
  assert.equal(decodeStrokes("1" + "A".repeat(31_000)), undefined, "too long");
});

Deno.test("decodeStrokes() of cut or changed codes gives strokes that can be drawn, or nothing", () => {
  const code = encodeStrokes([scribble(0, 30), scribble(1, 30)])!;
  const random = createRandom(1);
  let refused = 0;
  for (let i = 1; i < code.length; i++) {
    const changed = code.slice(0, i) + "-_AzQ9"[random.nextInt(6)] + code.slice(i + 1);
    for (const text of [code.slice(0, i), changed]) {
      const strokes = decodeStrokes(text);
      if (!strokes) refused++;
      for (const { width, points } of strokes ?? []) {
        assert.ok(width > 0 && points.length > 0);
        assert.ok(points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)));
      }
    }
  }
  assert.ok(refused > code.length / 2, `${refused} refused`);
});
