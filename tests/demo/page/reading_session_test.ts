import assert from "node:assert/strict";
import { createReadingSession, findNearest } from "../../../lib/demo/page/reading_session.ts";
import { createLenet5 } from "../../../lib/model/zoo/lenet5.ts";
import { encodeModelJson, encodeWeights } from "../../../lib/model/model_json.ts";
import { createReader } from "../../../lib/reader/reader.ts";
import { drawStrokes, type Pen } from "../../image/draw.ts";
import type { Point } from "../../image/stroke_program.ts";

const PEN: Pen = { width: 8, antialias: true, color: [0, 0, 0], paper: [255, 255, 255] };
const BARS = [20, 80, 140].map((x): Point[] => [[x, 20], [x, 100]]);
const PICTURE = drawStrokes({ width: 160, height: 120 }, BARS, PEN);

function makeReader(seed: number) {
  const model = createLenet5({ seed });
  return createReader({ model: { json: encodeModelJson(model), weights: encodeWeights(model) } });
}

async function startSession(seed: number) {
  const session = createReadingSession();
  session.useReader(await makeReader(seed));
  return session;
}

Deno.test("ReadingSession.read() shows the layers of the digit nearest to a place, the first by default", async () => {
  const session = await startSession(1);
  session.usePicture(PICTURE);
  assert.equal((await session.read()).focus, 0);
  const near = await session.read({ x: 100, y: 300 });
  assert.equal(near.focus, 1);
  assert.deepEqual(near.stages.map(({ name }) => name), ["C1", "C3", "C5", "F6", "output"]);
});

const NOTHING = {
  ...{ pieces: [], digits: [], lines: [], text: "", count: 0, omitted: 0, sideways: false },
  ...{ focus: -1, stages: [] },
};

Deno.test("ReadingSession.read() finds nothing without a picture, on a blank one, and without ink", async () => {
  const session = await startSession(1);
  assert.deepEqual(await session.read({ x: 0, y: 0 }), NOTHING);
  session.usePicture(drawStrokes({ width: 160, height: 120 }, [], PEN));
  assert.deepEqual(await session.read(), NOTHING);
});

Deno.test("ReadingSession.useReader() reads the same picture anew", async () => {
  const session = await startSession(1);
  session.usePicture(PICTURE);
  const before = await session.read();
  session.useReader(await makeReader(2));
  const after = await session.read();
  assert.deepEqual(after.digits[0].pixels, before.digits[0].pixels);
  assert.notDeepEqual(after.digits[0].probabilities, before.digits[0].probabilities);
});

Deno.test("ReadingSession.read() asks for a model first", async () => {
  const session = createReadingSession();
  await assert.rejects(session.read(), /no model/);
});

Deno.test("findNearest() takes the box that holds the place, the inner one of two, else the closest", () => {
  const box = (left: number, width: number) => ({ box: { left, top: 0, width, height: 10 } });
  const digits = [box(0, 100), box(40, 10), box(200, 20)];
  assert.equal(findNearest(digits, { x: 44, y: 5 }), 1);
  assert.equal(findNearest(digits, { x: 52, y: 5 }), 0);
  assert.equal(findNearest(digits, { x: 170, y: 50 }), 2);
  assert.equal(findNearest([], { x: 0, y: 0 }), -1);
});
