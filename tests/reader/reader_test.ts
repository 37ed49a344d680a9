import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { prepareDigits } from "../../lib/image/prepare.ts";
import { encodeModelJson, encodeWeights } from "../../lib/model/model_json.ts";
import { saveModel } from "../../lib/model/store.ts";
import { UnsupportedModelError } from "../../lib/model/network.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import { encodeCalibration, type ReaderCalibration } from "../../lib/reader/calibration.ts";
import { createReader, type ReaderOptions } from "../../lib/reader/reader.ts";
import { drawStrokes, type Pen } from "../image/draw.ts";
import type { Point } from "../image/stroke_program.ts";

const PEN: Pen = { width: 8, antialias: true, color: [0, 0, 0], paper: [255, 255, 255] };
const BARS = [20, 80, 140].map((x): Point[] => [[x, 20], [x, 100]]);
const PICTURE = drawStrokes({ width: 160, height: 120 }, BARS, PEN);
const TWO_LINES = drawStrokes({ width: 160, height: 300 }, [
  ...BARS,
  ...BARS.slice(1).map((bar) => bar.map(([x, y]): Point => [x, y + 180])),
], PEN);

const MODEL = createLenet5({ seed: 1 });
const FILES = { json: encodeModelJson(MODEL), weights: encodeWeights(MODEL) };
const NAMES = [..."abcdefghij"];

const isInputError = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof InputError, `${error}`);
  assert.match(error.message, pattern);
  return true;
};

Deno.test("createReader() reads the digits that the command line finds, each with its class", async () => {
  const read = await createReader({ model: { ...FILES, run: { classes: NAMES } } });
  const { digits, lines, text } = await read(PICTURE);
  const expected = await prepareDigits(PICTURE, () => Promise.reject(new Error("nothing touches")));
  assert.equal(digits.length, 3);
  digits.forEach(({ pixels, box, line, digit, probabilities, ...rest }, i) => {
    const wanted = expected[i];
    assert.deepEqual({ pixels, box, line }, { pixels: wanted.pixels, box: wanted.box, line: 0 });
    assert.equal(probabilities[digit], Math.max(...probabilities));
    assert.ok(Math.abs(probabilities.reduce((a, b) => a + b) - 1) < 1e-5);
    assert.equal(rest.class, NAMES[digit]);
  });
  assert.deepEqual(lines, [digits]);
  assert.equal(text, digits.map((digit) => digit.class).join(""));
});

Deno.test("createReader() keeps lines apart, and finds nothing on a blank picture", async () => {
  const read = await createReader({ model: FILES });
  const { lines, text } = await read(TWO_LINES);
  assert.deepEqual(lines.map(({ length }) => length), [3, 2]);
  assert.match(text, /^\d{3}\n\d{2}$/);
  const blank = await read(drawStrokes({ width: 20, height: 20 }, [], PEN));
  assert.deepEqual([blank.pieces, blank.digits, blank.lines, blank.text], [[], [], [], ""]);
});

Deno.test("createReader() takes a folder's address, with or without slash, or that of its model.json", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await saveModel(dir, createLenet5({ seed: 1, classes: NAMES }), {});
    const [expected] = (await (await createReader({ model: FILES }))(PICTURE)).digits;
    for (
      const address of [`file://${dir}`, new URL(`file://${dir}/`), `file://${dir}/model.json`]
    ) {
      const read = await createReader({ model: address });
      assert.deepEqual(read.classes, NAMES);
      const [digit] = (await read(PICTURE)).digits;
      assert.deepEqual(digit.probabilities, expected.probabilities);
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("createReader() fetches a model, and takes an answer in HTML for a file that is missing", async () => {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, ({ url }) => {
    if (url.endsWith("/model.json")) return Response.json(FILES.json);
    if (url.endsWith("/weights.bin")) return new Response(FILES.weights);
    return new Response("<!doctype html>", { headers: { "content-type": "text/html" } });
  });
  const origin = `http://127.0.0.1:${server.addr.port}`;
  try {
    const read = await createReader({ model: `${origin}/models/lenet5` });
    assert.equal((await read(PICTURE)).digits.length, 3);
  } finally {
    await server.shutdown();
  }
});

Deno.test("createReader() judges by reader.json, and by confidence alone without it", async () => {
  const verdictsWith = async (calibration?: ReaderCalibration) => {
    const json = calibration && JSON.parse(JSON.stringify(encodeCalibration(calibration)));
    const read = await createReader({ model: { ...FILES, calibration: json } });
    return (await read(PICTURE)).digits.map(({ verdict }) => verdict);
  };
  const typical = { values: new Int8Array(400).fill(-7), stage: 1, size: 400 };
  const limits = { confidence: 0, unusual: 2, foreign: 2 };
  const calibration: ReaderCalibration = { limits, typical };
  assert.deepEqual(await verdictsWith(), ["unsure", "unsure", "unsure"], "an untrained network");
  assert.deepEqual(await verdictsWith(calibration), ["sure", "sure", "sure"]);
  // Features after ReLU resemble nothing that points the other way.
  const strict = { ...calibration, limits: { ...limits, foreign: 0.5 } };
  assert.deepEqual(await verdictsWith(strict), ["foreign", "foreign", "foreign"]);
});

Deno.test("createReader() tells what is wrong with a model, in one line", async () => {
  const refusals: [ReaderOptions["model"], RegExp][] = [
    ["models/lenet5", /^model: expected an absolute URL, got models\/lenet5$/],
    ["file:///nowhere/", /^file:\/\/\/nowhere\/model.json: expected a file .* found none$/],
    [
      { json: FILES.json } as ReaderOptions["model"],
      /expected a URL, or json and weights .* no weights/,
    ],
    [undefined as unknown as string, /expected a URL, or json and weights/],
    [{ ...FILES, weights: FILES.weights.subarray(4) }, /should hold .* float32 numbers, got/],
    [{ ...FILES, json: {} }, /modelTopology: expected a network's layers, got nothing/],
    [{ ...FILES, run: { classes: ["yes", "no"] } }, /expected names of 10 classes, got 2/],
    [
      { ...FILES, calibration: {} },
      /reader.json: expected limits.confidence: a number; got undefined/,
    ],
  ];
  for (const [model, pattern] of refusals) {
    await assert.rejects(createReader({ model }), isInputError(pattern));
  }
});

Deno.test("createReader() names the layer that the engine does not know", async () => {
  const json = JSON.parse(JSON.stringify(FILES.json).replace('"softmax"', '"elu"'));
  await assert.rejects(createReader({ model: { ...FILES, json } }), UnsupportedModelError);
});

Deno.test("a reader refuses what is no picture", async () => {
  const read = await createReader({ model: FILES });
  const wrong: [unknown, RegExp][] = [
    [undefined, /expected 1 to 50 million pixels, got undefined × undefined/],
    [{ width: 0, height: 3, data: new Uint8Array() }, /got 0 × 3/],
    [{ width: 2, height: 2, data: new Uint8Array(12) }, /16 bytes of RGBA .* got 12 bytes/],
    [{ width: 1, height: 1, data: [0, 0, 0, 0] }, /4 bytes of RGBA .* got object/],
  ];
  for (const [picture, pattern] of wrong) {
    await assert.rejects(read(picture as typeof PICTURE), isInputError(pattern));
  }
});

Deno.test("a reader shows what every layer makes of a digit", async () => {
  const read = await createReader({ model: FILES });
  const [{ pixels }] = (await read(PICTURE)).digits;
  const names = read.inspect(pixels).map(({ name }) => name);
  assert.deepEqual(names, ["C1", "C3", "C5", "F6", "output"]);
});
