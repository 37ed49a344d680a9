import assert from "node:assert/strict";
import { unpackValues } from "../../lib/reader/published_model.ts";
import { createReader, findNearest, type Reader } from "../../lib/reader/reader.ts";
import { prepareDigits } from "../../lib/image/prepare.ts";
import { compileKernelModule } from "../../lib/kernels/module.ts";
import { drawStrokes, type Pen } from "../image/draw.ts";
import type { Point } from "../image/stroke_program.ts";
import { publishLenet5 } from "../demo/models.ts";

const PEN: Pen = { width: 8, antialias: true, color: [0, 0, 0], paper: [255, 255, 255] };
const BARS = [20, 80, 140].map((x): Point[] => [[x, 20], [x, 100]]);
const PICTURE = drawStrokes({ width: 160, height: 120 }, BARS, PEN);

async function startReader(seed: number): Promise<Reader> {
  const reader = createReader(await compileKernelModule(false));
  await useModel(reader, seed);
  return reader;
}

async function useModel(reader: Reader, seed: number): Promise<void> {
  const { description, binary } = await publishLenet5({ seed });
  reader.useModel(description, unpackValues(description, binary.buffer));
}

Deno.test("Reader.read() finds the digits that the command line finds, each with its probabilities", async () => {
  const reader = await startReader(1);
  reader.usePicture(PICTURE);
  const { digits } = await reader.read();
  const expected = await prepareDigits(PICTURE, () => Promise.reject(new Error("nothing touches")));
  assert.equal(digits.length, 3);
  digits.forEach(({ pixels, box, digit, probabilities }, i) => {
    assert.deepEqual({ pixels, box }, { pixels: expected[i].pixels, box: expected[i].box });
    assert.equal(probabilities[digit], Math.max(...probabilities));
    assert.ok(Math.abs(probabilities.reduce((a, b) => a + b) - 1) < 1e-5);
  });
});

Deno.test("Reader.read() shows the layers of the digit nearest to a place, the first by default", async () => {
  const reader = await startReader(1);
  reader.usePicture(PICTURE);
  assert.equal((await reader.read()).focus, 0);
  const near = await reader.read({ x: 100, y: 300 });
  assert.equal(near.focus, 1);
  assert.deepEqual(near.stages.map(({ name }) => name), ["C1", "C3", "C5", "F6", "output"]);
});

Deno.test("Reader.read() finds nothing without a picture, on a blank one, and without ink", async () => {
  const reader = await startReader(1);
  assert.deepEqual(await reader.read({ x: 0, y: 0 }), { digits: [], focus: -1, stages: [] });
  reader.usePicture(drawStrokes({ width: 160, height: 120 }, [], PEN));
  assert.deepEqual(await reader.read(), { digits: [], focus: -1, stages: [] });
});

Deno.test("Reader.useModel() reads the same picture anew", async () => {
  const reader = await startReader(1);
  reader.usePicture(PICTURE);
  const before = await reader.read();
  await useModel(reader, 2);
  const after = await reader.read();
  assert.deepEqual(after.digits[0].pixels, before.digits[0].pixels);
  assert.notDeepEqual(after.digits[0].probabilities, before.digits[0].probabilities);
});

Deno.test("Reader.read() asks for a model first", async () => {
  const reader = createReader(await compileKernelModule(false));
  await assert.rejects(reader.read(), /no model/);
});

Deno.test("findNearest() takes the box that holds the place, the inner one of two, else the closest", () => {
  const box = (left: number, width: number) => ({ box: { left, top: 0, width, height: 10 } });
  const digits = [box(0, 100), box(40, 10), box(200, 20)];
  assert.equal(findNearest(digits, { x: 44, y: 5 }), 1);
  assert.equal(findNearest(digits, { x: 52, y: 5 }), 0);
  assert.equal(findNearest(digits, { x: 170, y: 50 }), 2);
  assert.equal(findNearest([], { x: 0, y: 0 }), -1);
});
