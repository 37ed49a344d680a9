import assert from "node:assert/strict";
import { formatLines } from "../../lib/image/format_lines.ts";
import type { Picture } from "../../lib/image/picture.ts";
import { preparePage } from "../../lib/image/prepare.ts";
import type { Classifier } from "../../lib/classifier.ts";
import { createClassifier } from "../../lib/inference/classify.ts";
import { loadModel } from "../../lib/model/store.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { createRandom } from "../../lib/random.ts";
import type { Color } from "./draw.ts";
import { drawExpression, SIGNS, turn } from "./expressions.ts";
import { drawLayers, level, PAGE_KINDS, writeAt } from "./pages.ts";
import { type Point, runStrokeProgram } from "./stroke_program.ts";

const classifier = loadModel(DEFAULT_MODEL_DIR).then(({ model }) => createClassifier(model));

async function readPage(picture: Picture): Promise<{ text: string; unknown: number }> {
  const classify: Classifier = await classifier;
  const { pieces } = await preparePage(picture, classify);
  const names: string[] = [];
  for (const piece of pieces) {
    if (piece.kind !== "digit") continue;
    const probabilities = await classify(piece.pixels);
    names.push(`${probabilities.indexOf(Math.max(...probabilities))}`);
  }
  const unknown = pieces.filter(({ kind }) => kind === "unknown").length;
  return { text: formatLines(pieces, names).join("/"), unknown };
}

/** The least number of characters to put in, take out or change (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = row[j - 1] + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, changed));
    }
    row = next;
  }
  return row[b.length];
}

const NUMBERS = ["20926", "84350", "17364"];

for (const { name, draw } of PAGE_KINDS) {
  Deno.test(`preparePage() finds nine of ten digits or more on ${name}`, async () => {
    const expected = NUMBERS.join("/");
    let errors = 0;
    const read: string[] = [];
    for (let seed = 0; seed < 3; seed++) {
      const { text } = await readPage(draw(NUMBERS, seed));
      read.push(text);
      errors += editDistance(expected, text.replaceAll(" ", ""));
    }
    assert.ok(errors <= 0.1 * 3 * 15, `${errors} errors: ${read.join(" ")}`);
  });
}

const SHEET = { width: 760, height: 200 }, WHITE: Color = [255, 255, 255], BLACK: Color = [0, 0, 0];

for (const [sign, strokes] of SIGNS) {
  Deno.test(`preparePage() keeps "${sign}" between digits as a sign`, async () => {
    const read: string[] = [];
    for (let seed = 0; seed < 3; seed++) {
      read.push(
        (await readPage(drawExpression(["24", strokes, "60"], seed))).text.replaceAll(" ", ""),
      );
    }
    assert.deepEqual(read, Array(3).fill(`24${sign}60`));
  });
}

Deno.test("preparePage() gives wide gaps as spaces", async () => {
  const random = createRandom(1);
  const strokes = [
    ...writeAt("246", random, { x: 40, y: 60, height: 80 }),
    ...writeAt("80", random, { x: 460, y: 60, height: 80 }),
  ];
  const { text } = await readPage(drawLayers(SHEET, [{ strokes, width: 6, color: BLACK }], WHITE));
  assert.equal(text, "246 80");
});

Deno.test("preparePage() finds small digits beside a tall one", async () => {
  const random = createRandom(2);
  const tall = { strokes: writeAt("7", random, { x: 40, y: 20, height: 300 }), width: 14 };
  const small = { strokes: writeAt("002", random, { x: 330, y: 225, height: 90 }), width: 3 };
  const layers = [tall, small].map((layer) => ({ ...layer, color: BLACK }));
  assert.equal(
    (await readPage(drawLayers({ width: 700, height: 380 }, layers, WHITE))).text,
    "7002",
  );
});

Deno.test("preparePage() finds the digits of pens of all colours and strengths on one sheet", async () => {
  const colors: Color[] = [[230, 20, 20], [0, 225, 240], [20, 20, 230], [250, 220, 0], [
    200,
    200,
    200,
  ]];
  const random = createRandom(3);
  const layers = colors.map((color, i) => ({
    strokes: writeAt("20463"[i], random, { x: 40 + 130 * i, y: 60, height: 80 }),
    width: 8,
    color,
  }));
  assert.equal(
    (await readPage(drawLayers(SHEET, layers, WHITE))).text.replaceAll(" ", ""),
    "20463",
  );
});

Deno.test("preparePage() reports a scribble as unknown and reads the digits beside it", async () => {
  const random = createRandom(4);
  const scribble = Array.from({ length: 60 }, (): Point => [
    480 + 110 * random.next(),
    50 + 100 * random.next(),
  ]);
  const strokes = [...writeAt("36", random, { x: 60, y: 60, height: 80 }), scribble];
  const { text, unknown } = await readPage(
    drawLayers(SHEET, [{ strokes, width: 4, color: BLACK }], WHITE),
  );
  assert.deepEqual([text.replaceAll(" ", ""), unknown], ["36?", 1]);
});

Deno.test("preparePage() reads bold digits beside thin ones", async () => {
  for (const [bold, seed] of [["0", 1], ["8", 2], ["6", 3]] as const) {
    const random = createRandom(seed),
      place = (i: number) => ({ x: 60 + 110 * i, y: 60, height: 80 });
    const thin = ["7", "2", "1", "4"].flatMap((digit, i) => writeAt(digit, random, place(i)));
    const layers = [
      { strokes: thin, width: 5, color: BLACK },
      { strokes: writeAt(bold, random, place(4)), width: 17, color: BLACK },
    ];
    const { text, unknown } = await readPage(drawLayers(SHEET, layers, WHITE));
    assert.deepEqual([text.replaceAll(" ", ""), unknown], [`7214${bold}`, 0]);
  }
});

const BARS = { "on its rows": "- .3,.1 .8,.34", "above it": "- .02,.04 .6,.0" };

for (const [where, bar] of Object.entries(BARS)) {
  Deno.test(`preparePage() takes a long bar over a 5, ${where}, for its own`, async () => {
    const body = "~ .08,.3 .06,.5 .34,.42 .57,.55 .56,.8 .34,.99 .02,.92";
    const strokes = [body, bar].map((program) =>
      runStrokeProgram(program).map(([x, y]): Point => [200 + 90 * x, 55 + 90 * y])
    );
    const random = createRandom(8), neighbours = { y: 60, height: 80 };
    const line = [
      ...writeAt("3", random, { x: 60, ...neighbours }),
      ...strokes,
      ...writeAt("6", random, { x: 360, ...neighbours }),
    ];
    const layers = [{ strokes: line, width: 9, color: BLACK }];
    const { pieces } = await preparePage(drawLayers(SHEET, layers, WHITE), await classifier);
    assert.deepEqual(pieces.map(({ kind }) => kind), ["digit", "digit", "digit"]);
    assert.ok(pieces[1].box.height > 0.9 * 90, "with its bar");
  });
}

Deno.test("preparePage() looks at a thousand pieces at most, and says how many more there are", async () => {
  const strokes = Array.from({ length: 2500 }, (_, i): Point[] => {
    const dot: Point = [6 + 12 * (i % 50), 6 + 12 * Math.floor(i / 50)];
    return [dot, dot];
  });
  const size = { width: 600, height: 600 };
  const picture = drawLayers(size, [{ strokes, width: 5, color: BLACK }], WHITE);
  const never = (images: Uint8Array) => Promise.resolve(new Float32Array(images.length / 784 * 10));
  const { pieces, omitted } = await preparePage(picture, never);
  assert.deepEqual([pieces.length, omitted], [1000, 1500]);
});

Deno.test("preparePage() says when digits lie on their side", async () => {
  const upright = drawExpression(["20346"], 5), turned = turn(upright);
  const classify = await classifier;
  assert.equal((await preparePage(upright, classify)).sideways, false);
  assert.equal((await preparePage(turned, classify)).sideways, true);
});

Deno.test("preparePage() reads a number that is underlined as it reads the number alone", async () => {
  const number = writeAt("2036", createRandom(6), { x: 60, y: 40, height: 80 });
  const read = [number, [...number, level(160, 50, 420)]].map((strokes) =>
    readPage(drawLayers(SHEET, [{ strokes, width: 6, color: BLACK }], WHITE))
  );
  const [alone, underlined] = await Promise.all(read);
  assert.deepEqual(underlined, alone);
  assert.equal(alone.text.replaceAll(" ", ""), "2036");
});
