/**
 * How well a model reads pen digits that were recorded as strokes, each a picture of its own:
 *
 *     deno run -P=offline tests/whole/strokes_report.ts STROKES.json.gz [models/NAME] [pen width in pixels]
 *
 * The file is a list of `{label, strokes: [[[x, y], …], …]}`, y down, in any unit; UNIPEN's train_r01_v07, section
 * 1a, is such a set (Guyon et al. 1994).
 *
 * @module
 */
import { openRecognizer } from "../../lib/cli/open_recognizer.ts";
import { drawStrokes, type Pen } from "../../lib/image/draw_strokes.ts";
import type { Picture } from "../../lib/image/picture.ts";
import type { Point } from "../../lib/image/stroke_program.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { readPicture } from "../../lib/reader/read_picture.ts";

interface PenDigit {
  label: number;
  strokes: Point[][];
}

interface Answer {
  label: number;
  verdict: string;
  isRight: boolean;
}

/** Of a picture, and of the digit in its middle, in pixels. */
const SIDE = 112, BODY = 72;

/** A digit in the middle of a picture, black on white. */
function draw({ strokes }: PenDigit, penWidth: number): Picture {
  const xs = strokes.flat().map(([x]) => x), ys = strokes.flat().map(([, y]) => y);
  const left = Math.min(...xs), right = Math.max(...xs);
  const top = Math.min(...ys), bottom = Math.max(...ys);
  const scale = BODY / Math.max(right - left, bottom - top, 1e-9);
  const placed = strokes.map((path) =>
    path.map(([x, y]): Point => [
      SIDE / 2 + scale * (x - (left + right) / 2),
      SIDE / 2 + scale * (y - (top + bottom) / 2),
    ])
  );
  const pen: Pen = {
    ...{ width: penWidth, antialias: true },
    ...{ color: [0, 0, 0], paper: [255, 255, 255] },
  };
  return drawStrokes({ width: SIDE, height: SIDE }, placed, pen);
}

const [file, modelDir = DEFAULT_MODEL_DIR, penWidth = "5"] = Deno.args;
const bytes = (await Deno.open(file)).readable.pipeThrough(new DecompressionStream("gzip"));
const digits: PenDigit[] = await new Response(bytes).json();
const recognizer = await openRecognizer(modelDir, {});
const answers: Answer[] = [];
for (const digit of digits) {
  const picture = draw(digit, Number(penWidth));
  const { digits: [read] } = await readPicture(picture, recognizer, { single: true });
  const { label } = digit;
  answers.push({ label, verdict: read?.verdict ?? "foreign", isRight: read?.digit === label });
}

function print(name: string, list: Answer[]) {
  const share = (is: (answer: Answer) => boolean) =>
    `${(100 * list.filter(is).length / list.length).toFixed(2)}%`.padStart(13);
  const right = share(({ isRight }) => isRight);
  const surelyWrong = share(({ isRight, verdict }) => verdict === "sure" && !isRight);
  const refused = share(({ verdict }) => verdict === "foreign");
  console.log(`${name.padEnd(6)}${`${list.length}`.padStart(7)}${right}${surelyWrong}${refused}`);
}

console.log("            n        right surely wrong      refused");
for (let label = 0; label < 10; label++) {
  const own = answers.filter((answer) => answer.label === label);
  if (own.length > 0) print(`${label}`, own);
}
print("all", answers);
