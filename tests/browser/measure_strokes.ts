/**
 * Measures how the page reads pen digits of real people, drawn on its sheet as a hand would:
 *
 *     deno run -P=browser --allow-read tests/browser/measure_strokes.ts STROKES.json.gz
 *
 * The file is a list of `{label, writer, strokes: [[[x, y], …], …]}`, y down, in any unit. The footer's
 * sentence on sure answers comes from here; it is printed last.
 *
 * @module
 */
/// <reference lib="dom" />
import { fromFileUrl } from "@std/path";
import * as esbuild from "esbuild";
import type { Reading } from "../../lib/reader/read_picture.ts";
import type { Stroke } from "../../lib/demo/page/sheet.ts";
import { startDemo } from "./demo.ts";

/** Of a digit on the sheet, and of the pen, in the sheet's units: the pen is the page's own. */
const HEIGHT = 180, PEN_WIDTH = 16;
const CHUNK = 100;

interface PenDigit {
  label: number;
  writer: string;
  strokes: [number, number][][];
}

type Drawing = { strokes: Stroke[] };
type Answer = Pick<Reading["digits"][number], "verdict" | "digit">[];

/** Runs in the page: paints sheets as the page does and asks its Worker to read them. */
declare const measuring: { readSheets(sheets: Drawing[]): Promise<Answer[]> };

const IN_PAGE = `
  import { Painter } from "./paper.ts";
  const canvas = new OffscreenCanvas(1, 1);
  const painter = new Painter(canvas, { ink: "black", paper: "white", scale: 256 / 400 });
  const worker = new Worker("./reader_worker.js", { type: "module" });
  const ask = (request) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => "error" in data ? reject(Error(data.error)) : resolve(data);
    worker.postMessage(request);
  });
  const ready = ask({ model: document.querySelector("#model").value });
  export async function readSheets(sheets) {
    await ready;
    const answers = [];
    for (const sheet of sheets) {
      painter.paint(sheet);
      const pixels = painter.read();
      const { reading } = await ask({ picture: { pixels } });
      answers.push(reading.digits.map(({ verdict, digit }) => ({ verdict, digit })));
    }
    return answers;
  }`;

async function bundleInPage(): Promise<string> {
  const resolveDir = fromFileUrl(new URL("../../lib/demo/page/", import.meta.url));
  const { outputFiles } = await esbuild.build({
    stdin: { contents: IN_PAGE, resolveDir, loader: "ts" },
    bundle: true,
    format: "iife",
    globalName: "measuring",
    write: false,
  });
  await esbuild.stop();
  return outputFiles[0].text;
}

async function readPenDigits(path: string): Promise<PenDigit[]> {
  const bytes = (await Deno.open(path)).readable.pipeThrough(new DecompressionStream("gzip"));
  return await new Response(bytes).json();
}

/** A digit in the middle of the sheet. */
function layOut({ strokes }: PenDigit): Drawing {
  const xs = strokes.flat().map(([x]) => x), ys = strokes.flat().map(([, y]) => y);
  const left = Math.min(...xs), top = Math.min(...ys);
  const width = Math.max(...xs) - left, height = Math.max(...ys) - top;
  const scale = (HEIGHT - PEN_WIDTH) / Math.max(height, width, 1e-9);
  const x0 = 200 - scale * width / 2, y0 = 150 - scale * height / 2;
  return {
    strokes: strokes.map((path) => ({
      tool: "pen",
      width: PEN_WIDTH,
      points: path.map(([x, y]) => ({ x: x0 + scale * (x - left), y: y0 + scale * (y - top) })),
    })),
  };
}

const digits = await readPenDigits(Deno.args[0]);
const demo = await startDemo();
const { page } = await demo.open({ context: { bypassCSP: true } });
await page.evaluate(await bundleInPage() + ";globalThis.measuring = measuring");
const count = { digits: 0, whole: 0, right: 0, sure: 0, sureWrong: 0, unsure: 0, foreign: 0 };
for (let start = 0; start < digits.length; start += CHUNK) {
  const chunk = digits.slice(start, start + CHUNK);
  const answers = await page.evaluate(
    (sheets) => measuring.readSheets(sheets),
    chunk.map(layOut),
  );
  answers.forEach((found, i) => {
    count.digits++;
    const isRight = found.length === 1 && found[0].digit === Number(chunk[i].label);
    if (found.length === 1) count.whole++;
    if (isRight && found[0].verdict !== "foreign") count.right++;
    if (found.length === 0) return;
    const isSure = found.every(({ verdict }) => verdict === "sure");
    if (isSure) count.sure++;
    else if (found.some(({ verdict }) => verdict === "foreign")) count.foreign++;
    else count.unsure++;
    if (isSure && !isRight) count.sureWrong++;
  });
}
console.log(JSON.stringify(count));
const percent = (part: number, whole: number) => Number((100 * part / whole).toPrecision(2));
console.log(
  `sure of ${percent(count.sure, count.digits)}%, and ${
    percent(count.sureWrong, count.sure)
  }% of these answers were wrong`,
);
await demo.close();
