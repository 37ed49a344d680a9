import assert from "node:assert/strict";
import {
  cutStrokes,
  EXAMPLES,
  layOutExample,
  listExamples,
} from "../../../lib/demo/page/examples.ts";
import { SHEET } from "../../../lib/demo/page/sheet.ts";

Deno.test("layOutExample() keeps every example on the sheet, ink and all, from left to right", () => {
  for (const digits of [...EXAMPLES, "0123456789"]) {
    const strokes = layOutExample(digits, 40);
    for (const { points, width } of strokes) {
      for (const { x, y } of points) {
        assert.ok(x - width / 2 >= 0 && x + width / 2 <= SHEET.width, `${digits}: x = ${x}`);
        assert.ok(y - width / 2 >= 0 && y + width / 2 <= SHEET.height, `${digits}: y = ${y}`);
      }
    }
  }
  const [one, two] = layOutExample("11", 16).map(({ points }) => points[0].x);
  assert.ok(two > one + 60);
});

Deno.test("cutStrokes() cuts at a share of the whole length, between points too", () => {
  const pen = { tool: "pen" as const, width: 4 };
  const strokes = [
    { ...pen, points: [{ x: 0, y: 0 }, { x: 6, y: 0 }] },
    { ...pen, points: [{ x: 0, y: 5 }, { x: 2, y: 5 }, { x: 4, y: 5 }] },
  ];
  assert.deepEqual(cutStrokes(strokes, 0), []);
  assert.deepEqual(cutStrokes(strokes, 0.3)[0].points, [{ x: 0, y: 0 }, { x: 3, y: 0 }]);
  assert.deepEqual(cutStrokes(strokes, 0.9)[1].points.at(-1), { x: 3, y: 5 });
  assert.deepEqual(cutStrokes(strokes, 1), strokes);
});

Deno.test("listExamples() gives what a model with some classes can read, nothing of letters", () => {
  assert.deepEqual(listExamples([..."0123456789"]), EXAMPLES);
  assert.deepEqual(listExamples([..."5378"]), ["5", "3", "8"]);
  assert.deepEqual(listExamples([..."ABC"]), []);
});
