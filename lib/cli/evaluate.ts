/**
 * `deno task evaluate`: how well saved models read labelled images.
 *
 * @module
 */
import type { SourceImages } from "../dataset/source.ts";
import { remapClasses } from "../dataset/split_source.ts";
import { InputError } from "../errors.ts";
import { comparePredictions, type PairedComparison } from "../evaluation/comparison.ts";
import { decodePredictions, type Prediction } from "../evaluation/predictions.ts";
import { type Report, summarizePredictions } from "../evaluation/report.ts";
import { createCommittee } from "../inference/committee.ts";
import { folderOf } from "../model/model_folder.ts";
import { DEFAULT_MODEL_DIR } from "../paths.ts";
import { createCommand, runCommand } from "./command.ts";
import { addDataOptions } from "./data_options.ts";
import {
  type EvaluatedFlags,
  type EvaluatedImages,
  readEvaluatedImages,
  splitOption,
} from "./evaluation_images.ts";
import { formatComparison } from "./format_comparison.ts";
import { formatReport } from "./format_report.ts";
import { escapeControls } from "./escape.ts";
import { fromHere, toHere } from "./here.ts";
import { type LoadedModels, loadModelsFor } from "./load_model_for.ts";
import { choosePaint } from "./paint.ts";
import { describeReport } from "./report_json.ts";

interface EvaluateFlags extends EvaluatedFlags {
  model: string;
  compare?: string[];
  misread?: string;
  picture?: boolean;
  json?: boolean;
}

/** Evaluates as the arguments say and prints the report on stdout. */
async function main(args: string[]): Promise<void> {
  const flags = parseFlags(args);
  if (flags.compare) return await compare(flags, flags.compare);
  const model = await loadModelsFor(flags.model, flags);
  const evaluated = await readEvaluatedImages(flags, [model]), { images } = evaluated;
  const predictions = await predict(model, images);
  if (flags.picture) await savePicture(flags, images, predictions);
  if (flags.misread !== undefined) {
    // Loaded only here: figures take their time.
    const { saveMisclassified } = await import("./misclassified_files.ts");
    const files = await saveMisclassified(fromHere(flags.misread), images, predictions);
    console.error(`saved ${files.map(toHere).join(" and ")}`);
  }
  const report = summarizePredictions(predictions, model.classes);
  if (flags.json) {
    console.log(JSON.stringify({ ...describe(flags, evaluated), ...describeReport(report) }));
    return;
  }
  console.log(`${flags.model} on ${describeImages(evaluated)}\n`);
  console.log(formatReport(report, choosePaint()));
}

/** Two models on the same images: who reads more of them, and whether that is more than chance. */
async function compare(flags: EvaluateFlags, names: string[]): Promise<void> {
  const [first, second] = await Promise.all(names.map((name) => loadModelsFor(name, flags)));
  const evaluated = await readEvaluatedImages(flags, [first, second]), { images } = evaluated;
  const predictions = [
    await predict(first, images),
    await predict(second, remapClasses(images, second.classes, flags.data)),
  ];
  const reports = predictions.map((some, i) =>
    summarizePredictions(some, [first, second][i].classes)
  );
  const comparison = comparePredictions(
    predictions[0],
    alignLabels(predictions[1], predictions[0]),
  );
  if (flags.json) {
    const models = names.map((name, i) => ({ model: name, ...figuresOf(reports[i]) }));
    console.log(JSON.stringify({ ...describe(flags, evaluated), models, ...pairOf(comparison) }));
    return;
  }
  console.log(`${names.join(" and ")} on ${describeImages(evaluated)}\n`);
  console.log(formatComparison(names, reports, { comparison, paint: choosePaint() }));
}

/** Labels of the second model's classes as those of the first: the comparison asks only for hits. */
function alignLabels(predictions: readonly Prediction[], like: readonly Prediction[]) {
  return predictions.map((prediction, i) => {
    const hit = prediction.label === prediction.predicted, { label } = like[i];
    return { ...prediction, label, predicted: hit ? label : -1 };
  });
}

function figuresOf({ n, accuracy, accuracyInterval, loss, f1 }: Report) {
  return { n, accuracy, accuracyInterval, loss, f1 };
}

function pairOf({ onlyFirst, onlySecond, ...rest }: PairedComparison) {
  return { comparison: { onlyFirst, onlySecond, ...rest } };
}

async function predict({ models }: LoadedModels, images: SourceImages): Promise<Prediction[]> {
  const classify = await createCommittee(models);
  return decodePredictions(images.labels, await classify(images.images));
}

function describe({ data }: EvaluateFlags, { split, source }: EvaluatedImages) {
  return { split, data, skipped: source.skipped.length };
}

function describeImages({ split, source, images: { count } }: EvaluatedImages): string {
  const what = split === "all" ? "images" : `${split} images`;
  return `${count.toLocaleString("en-US")} ${what} of ${escapeControls(source.name)}`;
}

async function savePicture(
  { model }: EvaluateFlags,
  images: SourceImages,
  predictions: readonly Prediction[],
): Promise<void> {
  const { savePredictionsPicture } = await import("./predictions_picture.ts");
  console.error(
    `saved ${toHere(await savePredictionsPicture(folderOf(fromHere(model)), images, predictions))}`,
  );
}

function parseFlags(args: string[]): EvaluateFlags {
  const command = createCommand("evaluate", "How well a saved model reads labelled images.")
    .option(
      "--model <dir>",
      "folder of the model, or its model.json; or of a committee",
      toHere(DEFAULT_MODEL_DIR),
    );
  addDataOptions(command)
    .addOption(splitOption())
    .option("--compare <dirs...>", "two models on the same images, by McNemar's exact test")
    .option("--misread <dir>", "save what was misread: misread.png and misread.csv")
    .option("--picture", "save predictions.png beside the model: images with what it reads")
    .option("--json", "print one JSON object instead of tables")
    .parse(args, { from: "user" });
  const flags = command.opts<EvaluateFlags>();
  if (flags.compare) {
    const given = ["model", "misread", "picture"]
      .find((name) => command.getOptionValueSource(name) === "cli");
    if (given) throw new InputError(`--${given}: expected none with --compare`);
    if (flags.compare.length !== 2) {
      throw new InputError(`--compare: expected two models, got ${flags.compare.length}`);
    }
  }
  return flags;
}

if (import.meta.main) await runCommand("evaluate", () => main(Deno.args));
