/**
 * `deno task predict`: reads what is written in pictures.
 *
 * @module
 */
import { InvalidArgumentError } from "commander";
import { InputError } from "../errors.ts";
import { DEFAULT_MODEL_DIR } from "../paths.ts";
import type { Verdict } from "../reader/judge.ts";
import type { Reading } from "../reader/read_picture.ts";
import type { Recognizer } from "../reader/recognizer.ts";
import { createCommand, runCommand, wholeNumber } from "./command.ts";
import { createCountProgress } from "./count_progress.ts";
import { escapeControls } from "./escape.ts";
import {
  confidenceOf,
  formatReading,
  listFindings,
  spellReading,
  worstVerdict,
} from "./format_reading.ts";
import { personsFolder, toHere } from "./here.ts";
import { openRecognizer } from "./open_recognizer.ts";
import { prepareOutput } from "./output_file.ts";
import { choosePaint } from "./paint.ts";
import { findPictures } from "./picture_inputs.ts";
import { formatRecord, readPictureInput } from "./picture_record.ts";
import {
  isTable,
  predictTable,
  type RowReading,
  writeCsv,
  writeSubmission,
} from "./predict_table.ts";

interface PredictFlags {
  image: string[];
  model: string;
  classes?: string;
  top: number;
  threshold: number;
  multi?: boolean;
  csv?: string;
  submission?: string;
  json?: boolean;
  queue?: string;
  listing?: string;
  out?: string;
  shard: number;
}

/** Pictures beyond which the text is a line each, without drawings. */
const MOST_DRAWN = 20;

/** Reads every picture named by the arguments; one that cannot be read does not stop the others. */
async function main(args: string[]): Promise<number> {
  const { names, flags } = parseArguments(args);
  if (flags.queue !== undefined) {
    const { predictThroughQueue } = await import("./predict_queue.ts");
    return await predictThroughQueue(names, { ...flags, queue: flags.queue });
  }
  await Deno.permissions.revoke({ name: "net" }); // which a queue alone needs
  if (flags.csv !== undefined) await prepareOutput(flags.csv, "--csv");
  if (flags.submission !== undefined) await prepareOutput(flags.submission, "--submission");
  const recognizer = await openRecognizer(flags.model, flags);
  const tables = names.filter(isTable);
  const rows: CsvRow[] = [];
  for (const table of tables) await readTable(table, recognizer, { flags, rows });
  const pictures = names.filter((name) => !isTable(name));
  const failed = await readPictures(pictures, recognizer, { flags, rows });
  if (flags.csv !== undefined) {
    await writeCsv(flags.csv, rows, ["image", "row", "text", "confidence", "verdict"]);
    console.error(`saved ${flags.csv}`);
  }
  return failed ? 2 : 0;
}

/** One line of `--csv`: a picture, or a row of a table. */
interface CsvRow extends Record<string, unknown> {
  image: string;
  row?: number;
  text: string;
  /** The least probability of its answers. */
  confidence?: number;
  /** The worst of its verdicts. */
  verdict: Verdict;
}

interface Output {
  flags: PredictFlags;
  rows: CsvRow[];
}

async function readTable(
  name: string,
  recognizer: Recognizer,
  { flags, rows }: Output,
): Promise<void> {
  const { readings, source } = await predictTable(name, recognizer, flags.threshold);
  for (const { file, reason } of source.skipped) {
    console.error(`predict: left out ${escapeControls(`${file}: ${reason}`)}`);
  }
  rows.push(...readings.map(({ text, row, confidence, verdict }) => {
    return { image: name, row, text, confidence, verdict };
  }));
  if (flags.submission !== undefined) {
    await writeSubmission(flags.submission, readings);
    const count = readings.length.toLocaleString("en-US");
    console.error(`saved ${flags.submission}: ${count} rows`);
  } else if (flags.csv === undefined) printTable(name, readings, flags);
}

function printTable(image: string, readings: RowReading[], { json }: PredictFlags): void {
  for (const { row, text, prediction, confidence, verdict } of readings) {
    const record = { image, row, class: prediction };
    console.log(
      json ? JSON.stringify({ ...record, confidence, verdict }) : `${image}:${row}: ${text}`,
    );
  }
}

/** Whether one of them could not be read. */
async function readPictures(
  names: string[],
  recognizer: Recognizer,
  { flags, rows }: Output,
): Promise<boolean> {
  const { inputs, failures } = await findPictures(names, { cwd: personsFolder() });
  for (const { name, reason } of failures) {
    console.error(`predict: ${escapeControls(`${name}: ${reason}`)}`);
  }
  const progress = createCountProgress("pictures read");
  const { classes } = recognizer;
  let failed = failures.length > 0, done = 0;
  for (const input of inputs) {
    try {
      const reading = await readPictureInput(input, recognizer, flags);
      tell(input.name, reading, { flags, classes, isDrawn: inputs.length <= MOST_DRAWN });
      rows.push(toRow(input.name, reading));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      console.error(`predict: ${escapeControls(error.message)}`);
      failed = true;
    }
    progress.update(++done, inputs.length);
  }
  progress.stop();
  return failed;
}

/** How a picture is told of. */
interface Telling {
  flags: PredictFlags;
  classes: readonly string[];
  /** Whether what the network sees is drawn. */
  isDrawn: boolean;
}

function tell(name: string, reading: Reading, telling: Telling): void {
  const { flags, classes } = telling, { multi, json, csv } = flags;
  if (json) console.log(formatRecord(name, reading, { ...flags, classes }));
  else if (csv === undefined) printText(name, reading, telling);
  if (multi) {
    for (const finding of listFindings(reading, classes)) {
      console.error(`predict: ${escapeControls(name)}: ${finding}`);
    }
  } else if (reading.count > 1) {
    const hint = `read as one digit, looks like ${reading.count}; --multi reads each`;
    console.error(`predict: ${escapeControls(name)}: ${hint}`);
  }
}

function printText(name: string, reading: Reading, { flags, classes, isDrawn }: Telling): void {
  const paint = choosePaint(), lines = spellReading(reading, { classes, single: !flags.multi });
  const headline = lines.map((line) => paint("bold", line)).join("\n");
  const title = `${escapeControls(name)}:${lines.length > 1 ? "\n" : " "}${headline}`;
  if (!isDrawn) return console.log(title);
  const colors = Deno.stdout.isTerminal() && !Deno.noColor;
  const format = { paint, colors, top: flags.top, classes };
  const pictures = reading.digits.map((digit) => formatReading(digit, format));
  console.log([title, ...pictures].join("\n\n") + "\n");
}

function toRow(image: string, { text, digits, pieces }: Reading): CsvRow {
  const isUnread = pieces.some(({ kind }) => kind === "unknown");
  return {
    image,
    text,
    ...(digits.length > 0 ? { confidence: Math.min(...digits.map(confidenceOf)) } : {}),
    verdict: isUnread ? "foreign" : worstVerdict(digits),
  };
}

/** What `--image` and the bare arguments name, in that order. */
function parseArguments(args: string[]): { names: string[]; flags: PredictFlags } {
  const collect = (path: string, paths: string[]) => [...paths, path];
  const command = createCommand("predict", "Reads what is written in pictures.")
    .argument("[files...]", "pictures, folders, patterns in quotes, - for standard input, a CSV")
    .option("--image <file>", "a picture; may be given several times", collect, [])
    .option("--model <dir>", "folder of the model, or its model.json", toHere(DEFAULT_MODEL_DIR))
    .option("--classes <names>", "names of the classes, for a model that does not know its own")
    .option("--multi", "read all digits in each picture: lines, spaces, signs")
    .option("--threshold <p>", "show answers less probable than this as ?", probability, 0)
    .option("--top <k>", "how many classes to name for each digit", wholeNumber(1, 255), 3)
    .option("--csv <file>", "write one row a picture instead of printing them")
    .option(
      "--submission <file>",
      "of a CSV without labels: write ImageId,Label as Kaggle wants it",
    )
    .option("--json", "print one JSON object a picture")
    .option("--queue <url>", "have workers read the pictures: redis://… or rediss://…")
    .option("--listing <file>", "with --queue: a file with the path of a picture a line")
    .option("--out <file>", "with --queue: where the JSON objects go, in order, each once")
    .option("--shard <n>", "with --queue: pictures a job", wholeNumber(1, 100_000), 500)
    .parse(args, { from: "user" });
  const flags = command.opts<PredictFlags>();
  const names = [...flags.image, ...command.args];
  checkQueueFlags(flags, command.getOptionValueSource("shard") === "cli");
  if (names.length === 0 && flags.listing === undefined) {
    throw new InputError("expected at least one picture: --image FILE");
  }
  if (flags.submission !== undefined && names.filter(isTable).length !== 1) {
    throw new InputError("--submission: expected one CSV of images with it, such as test.csv");
  }
  return { names, flags };
}

function checkQueueFlags(
  { queue, listing, out, csv, submission }: PredictFlags,
  hasShard: boolean,
) {
  if (queue === undefined) {
    const lone = Object.entries({ listing, out, shard: hasShard || undefined })
      .find(([, value]) => value !== undefined);
    if (lone) throw new InputError(`--${lone[0]}: expected --queue URL with it`);
    return;
  }
  if (out === undefined) throw new InputError("--queue: expected --out FILE with it");
  if (csv === undefined && submission === undefined) return;
  throw new InputError("--queue: expected neither --csv nor --submission with it");
}

function probability(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError("Expected a number from 0 to 1.");
}

if (import.meta.main) await runCommand("predict", () => main(Deno.args));
