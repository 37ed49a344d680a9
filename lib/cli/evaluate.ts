/**
 * `deno task evaluate`: how well a saved model reads one of MNIST's three sets.
 *
 * @module
 */
import { relative } from "@std/path";
import { Option } from "commander";
import { loadSplit, type Split, SPLITS } from "../dataset/mnist.ts";
import { classify } from "../inference/classify.ts";
import { evaluatePredictions } from "../evaluation/report.ts";
import { loadModel } from "../model/store.ts";
import { DATA_DIR, DEFAULT_MODEL_DIR } from "../paths.ts";
import { createCommand, runCommand } from "./command.ts";
import { createDownloadProgress } from "./download_progress.ts";
import { formatReport } from "./format_report.ts";
import { choosePaint } from "./paint.ts";
import { describeReport } from "./report_json.ts";

interface EvaluateOptions {
  model: string;
  split: Split;
  dataDir: string;
  picture?: boolean;
  json?: boolean;
}

/** Evaluates a model as the arguments say and prints the report on stdout. */
async function main(args: string[]): Promise<void> {
  const options = parseOptions(args);
  const { model } = await loadModel(options.model);
  const digits = await loadSplit(options.split, {
    dataDir: options.dataDir,
    onProgress: createDownloadProgress(),
  });
  const probabilities = await classify(model, digits.images);
  if (options.picture) {
    // Loaded only here: figures take their time.
    const { savePredictionsPicture } = await import("./predictions_picture.ts");
    const path = await savePredictionsPicture(options.model, digits, probabilities);
    console.error(`saved ${path}`);
  }
  const report = evaluatePredictions(digits.labels, probabilities, digits.classes);
  if (options.json) {
    console.log(JSON.stringify({ split: options.split, ...describeReport(report) }));
    return;
  }
  const count = digits.count.toLocaleString("en-US");
  console.log(`${options.model} on the ${count} ${options.split} digits of MNIST\n`);
  console.log(formatReport(report, choosePaint()));
}

function parseOptions(args: string[]): EvaluateOptions {
  const here = (path: string) => relative(Deno.cwd(), path);
  return createCommand("evaluate", "How well a saved model reads handwritten digits.")
    .option("--model <dir>", "folder of the model", here(DEFAULT_MODEL_DIR))
    .addOption(
      new Option("--split <name>", "which digits").choices(SPLITS).default("test"),
    )
    .option("--data-dir <dir>", "folder of the MNIST files", here(DATA_DIR))
    .option("--picture", "save predictions.png beside the model: digits with what it reads")
    .option("--json", "print one JSON object instead of tables")
    .parse(args, { from: "user" })
    .opts();
}

if (import.meta.main) await runCommand("evaluate", () => main(Deno.args));
