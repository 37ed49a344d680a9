/**
 * `deno task predict`: reads the digits in pictures.
 *
 * @module
 */
import { relative } from "@std/path";
import { CLASS_COUNT, IMAGE_PIXELS } from "../dataset/labeled_images.ts";
import { type Classifier, createClassifier } from "../inference/classify.ts";
import { InputError } from "../errors.ts";
import { formatLines } from "../image/format_lines.ts";
import type { Picture } from "../image/picture.ts";
import {
  type PreparedDigit,
  type PreparedPage,
  prepareOneDigit,
  preparePage,
} from "../image/prepare.ts";
import { loadModel } from "../model/store.ts";
import { DEFAULT_MODEL_DIR } from "../paths.ts";
import { createCommand, runCommand, wholeNumber } from "./command.ts";
import {
  describePage,
  describeReading,
  formatReading,
  listFindings,
  nameDigits,
  type Reading,
  type ReadingFormat,
} from "./format_reading.ts";
import { choosePaint } from "./paint.ts";
import { readPicture } from "./read_picture.ts";

interface PredictOptions {
  image: string[];
  model: string;
  top: number;
  multi?: boolean;
  json?: boolean;
}

/** Reads every picture named by the arguments; one that cannot be read does not stop the others. */
async function main(args: string[]): Promise<number> {
  const { files, options } = parseArguments(args);
  const { model } = await loadModel(options.model);
  const classify = await createClassifier(model);
  const paint = choosePaint();
  const format = { paint, colors: Deno.stdout.isTerminal() && !Deno.noColor, top: options.top };
  let exitCode = 0;
  for (const file of files) {
    try {
      const picture = await readPicture(file);
      const { digits, count, page } = await findDigits(picture, classify, options);
      const readings = await readDigits(digits, classify);
      if (readings.length + (page?.pieces.length ?? 0) === 0) {
        throw new InputError(`${file}: no ink found`);
      }
      const print = options.json ? printRecord : printText;
      print(file, readings, { ...format, page });
      if (page) {
        for (const finding of listFindings(page)) console.error(`predict: ${file}: ${finding}`);
      } else hintAtSeveral(file, count);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      console.error(`predict: ${error.message}`);
      exitCode = 2;
    }
  }
  return exitCode;
}

/** What `--image` and the bare arguments name, in that order. */
function parseArguments(args: string[]): { files: string[]; options: PredictOptions } {
  const collect = (path: string, paths: string[]) => [...paths, path];
  const command = createCommand("predict", "Reads the handwritten digit in each picture.")
    .argument("[files...]", "more pictures")
    .option("--image <file>", "a PNG or JPEG; may be given several times", collect, [])
    .option("--model <dir>", "folder of the model", relative(Deno.cwd(), DEFAULT_MODEL_DIR))
    .option("--multi", "read several digits in each picture")
    .option("--top <k>", "how many digits to name for each reading", wholeNumber(1, 10), 3)
    .option("--json", "print one JSON object a picture")
    .parse(args, { from: "user" });
  const options = command.opts<PredictOptions>();
  const files = [...options.image, ...command.args];
  if (files.length > 0) return { files, options };
  throw new InputError("expected at least one picture: --image FILE");
}

/** The digits to be read, how many the picture looks like, and with `--multi` all that stands there. */
async function findDigits(
  picture: Picture,
  classify: Classifier,
  { multi }: PredictOptions,
): Promise<{ digits: PreparedDigit[]; count: number; page?: PreparedPage }> {
  if (!multi) {
    const { digit, count } = await prepareOneDigit(picture, classify);
    return { digits: digit ? [digit] : [], count };
  }
  const page = await preparePage(picture, classify);
  const digits = page.pieces.filter((piece) => piece.kind === "digit");
  return { digits, count: digits.length, page };
}

async function readDigits(prepared: PreparedDigit[], classify: Classifier): Promise<Reading[]> {
  const images = new Uint8Array(prepared.length * IMAGE_PIXELS);
  prepared.forEach(({ pixels }, i) => images.set(pixels, i * IMAGE_PIXELS));
  const probabilities = await classify(images);
  return prepared.map((digit, i) => ({
    ...digit,
    probabilities: Array.from(
      probabilities.subarray(i * CLASS_COUNT, (i + 1) * CLASS_COUNT),
      (share) => Number(share.toFixed(6)),
    ),
  }));
}

/** All ink was taken for one digit: says so where it looks like several. */
function hintAtSeveral(file: string, count: number): void {
  if (count < 2) return;
  console.error(`predict: ${file}: read as one digit, looks like ${count}; --multi reads each`);
}

type PrintFormat = ReadingFormat & { page?: PreparedPage };

function printRecord(image: string, readings: Reading[], { page }: PrintFormat): void {
  const record = page ? describePage(page, readings) : describeReading(readings[0]);
  console.log(JSON.stringify({ image, ...record }));
}

function printText(image: string, readings: Reading[], format: PrintFormat): void {
  const lines = format.page
    ? formatLines(format.page.pieces, nameDigits(readings))
    : nameDigits(readings);
  const headline = lines.map((line) => format.paint("bold", line)).join("\n");
  const pictures = readings.map((reading) => formatReading(reading, format));
  console.log(
    [`${image}:${lines.length > 1 ? "\n" : " "}${headline}`, ...pictures].join("\n\n") + "\n",
  );
}

if (import.meta.main) await runCommand("predict", () => main(Deno.args));
