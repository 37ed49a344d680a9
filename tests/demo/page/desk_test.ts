import assert from "node:assert/strict";
import { Desk } from "../../../lib/demo/page/desk.ts";
import type { Photo, Point } from "../../../lib/demo/page/sheet.ts";

const PATH: Point[] = [{ x: 10, y: 10 }, { x: 20, y: 10 }, { x: 20, y: 30 }];
const PHOTO = { picture: { width: 1, height: 1, data: new Uint8Array(4) } } as unknown as Photo;

function draw(desk: Desk, [first, ...rest]: Point[]): void {
  desk.begin(first);
  desk.extend(rest);
  desk.end();
}

function createDesk(): { desk: Desk; changes: () => number } {
  let count = 0;
  return { desk: new Desk(() => count++), changes: () => count };
}

Deno.test("Desk keeps a stroke with its tool and width as they were when it began", () => {
  const { desk } = createDesk();
  desk.width = 8;
  desk.begin(PATH[0]);
  desk.width = 30;
  desk.tool = "eraser";
  desk.extend(PATH.slice(1));
  desk.end();
  draw(desk, PATH);
  assert.deepEqual(desk.sheet.strokes, [
    { tool: "pen", width: 8, points: PATH },
    { tool: "eraser", width: 60, points: PATH },
  ]);
});

Deno.test("Desk.begin() takes a tool that differs from the one in hand, as a turned pen is one", () => {
  const { desk } = createDesk();
  desk.begin(PATH[0], "eraser");
  desk.end();
  assert.equal(desk.sheet.strokes[0].tool, "eraser");
  assert.equal(desk.tool, "pen");
});

Deno.test("Desk.extend() leaves out points that hardly differ, and does nothing with the pen up", () => {
  const { desk, changes } = createDesk();
  desk.extend(PATH);
  assert.equal(changes(), 0);
  desk.begin({ x: 0, y: 0 });
  desk.extend([{ x: 0.3, y: 0.3 }, { x: 5, y: 0 }, { x: 5, y: 0 }]);
  assert.deepEqual(desk.stroke?.points, [{ x: 0, y: 0 }, { x: 5, y: 0 }]);
});

Deno.test("Desk puts points on the grid that an address holds", () => {
  const { desk } = createDesk();
  draw(desk, [{ x: 1.1, y: 2.6 }, { x: 30.13, y: -4.9 }]);
  assert.deepEqual(desk.sheet.strokes[0].points, [{ x: 1, y: 2.5 }, { x: 30.25, y: -5 }]);
});

Deno.test("Desk undoes and redoes strokes, pictures and clearing in order", () => {
  const { desk } = createDesk();
  draw(desk, PATH);
  draw(desk, PATH);
  desk.clear();
  desk.show(PHOTO);
  const seen = [];
  do seen.push(desk.sheet.photo ? "photo" : desk.sheet.strokes.length); while (
    desk.canUndo && (desk.undo(), true)
  );
  assert.deepEqual(seen, ["photo", 0, 2, 1, 0]);
  desk.undo();
  desk.redo();
  desk.redo();
  assert.equal(desk.sheet.strokes.length, 2);
  draw(desk, PATH);
  assert.equal(desk.canRedo, false, "a new stroke is a new future");
});

Deno.test("Desk.undo() while a stroke is being drawn takes that stroke back", () => {
  const { desk } = createDesk();
  draw(desk, PATH);
  desk.begin(PATH[0]);
  desk.undo();
  assert.equal(desk.stroke, undefined);
  assert.equal(desk.sheet.strokes.length, 1);
});

Deno.test("Desk.clear() of an empty sheet changes nothing", () => {
  const { desk, changes } = createDesk();
  desk.clear();
  assert.equal(changes(), 0);
  assert.equal(desk.canUndo, false);
});

Deno.test("Desk.begin() lays a new sheet over a picture or an example; undo brings it back", () => {
  for (const sheet of [{ strokes: [], photo: PHOTO }, { strokes: [], isExample: true as const }]) {
    const { desk } = createDesk();
    desk.lay(sheet);
    draw(desk, PATH);
    assert.deepEqual(desk.sheet, { strokes: [{ tool: "pen", width: 16, points: PATH }] });
    desk.undo();
    desk.undo();
    assert.equal(desk.sheet, sheet);
  }
});

Deno.test("Desk.amend() replaces a sheet without a step back to it", () => {
  const { desk } = createDesk();
  desk.lay({ strokes: [], isExample: true });
  desk.amend({ strokes: [{ tool: "pen", width: 4, points: PATH }], isExample: true });
  desk.undo();
  assert.equal(desk.sheet.strokes.length, 0);
  assert.equal(desk.canUndo, false);
});

Deno.test("Desk.begin() with the eraser leaves a picture alone and rubs out an example's own strokes", () => {
  const { desk } = createDesk();
  desk.show(PHOTO);
  desk.tool = "eraser";
  draw(desk, PATH);
  assert.equal(desk.sheet.photo, PHOTO);
  assert.equal(desk.stroke, undefined);
  const written = { tool: "pen" as const, width: 4, points: PATH };
  desk.lay({ strokes: [written], isExample: true });
  draw(desk, PATH);
  assert.deepEqual(desk.sheet, { strokes: [written, { tool: "eraser", width: 32, points: PATH }] });
  desk.undo();
  assert.deepEqual(desk.sheet.strokes, [written]);
});

Deno.test("Desk keeps four photos to go back to, and all strokes since the oldest of them", () => {
  const { desk } = createDesk();
  const photos = Array.from({ length: 7 }, () => ({ ...PHOTO }));
  for (const photo of photos) desk.show(photo);
  draw(desk, PATH);
  draw(desk, PATH);
  const seen = [];
  while (desk.canUndo) {
    desk.undo();
    seen.push(desk.sheet.photo ? photos.indexOf(desk.sheet.photo) : desk.sheet.strokes.length);
  }
  assert.deepEqual(seen, [1, 0, 6, 5, 4, 3]);
});
