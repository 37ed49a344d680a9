/**
 * `deno task evaluate`: how well saved models read labelled images.
 *
 * @module
 */
import { Option } from "commander";
import { evaluationSet, type Source, type SourceImages } from "../dataset/source.ts";
import { remapClasses } from "../dataset/split_source.ts";
import { type Split, SPLITS } from "../dataset/splits.ts";
import { InputError } from "../errors.ts";
import { comparePredictions, type PairedComparison } from "../evaluation/comparison.ts";
import { decodePredictions } from "../evaluation/predictions.ts";
import { type Report, summarizePredictions } from "../evaluation/report.ts";
import { createClassifier } from "../inference/classify.ts";
import type { Model } from "../model/model.ts";
import { DEFAULT_MODEL_DIR } from "../paths.ts";
import { createCommand, runCommand } from "./command.ts";
import { addDataOptions, type DataFlags, readData } from "./data_options.ts";
import { formatComparison } from "./format_comparison.ts";
import { formatReport } from "./format_report.ts";
import { escapeControls } from "./escape.ts";
import { fromHere, toHere } from "./here.ts";
import { loadModelFor } from "./load_model_for.ts";
import { choosePaint } from "./paint.ts";
import { describeReport } from "./report_json.ts";

interface EvaluateFlags extends DataFlags {
  model: string;
  split?: Split;
  compare?: string[];
  misread?: string;
  picture?: boolean;
  json?: boolean;
}

/** Evaluates as the arguments say and prints the report on stdout. */
async function main(args: string[]): Promise<void> {
  const flags = parseFlags(args);
  if (flags.compare) return await compare(flags, flags.compare);
  const { model } = await loadModelFor(flags.model, flags);
  const { source, images } = await readImages(flags, model);
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
    console.log(JSON.stringify({ ...describe(flags, source), ...describeReport(report) }));
    return;
  }
  console.log(`${flags.model} on ${describeImages(flags, source, images)}\n`);
  console.log(formatReport(report, choosePaint()));
}

/** Two models on the same images: who reads more of them, and whether that is more than chance. */
async function compare(flags: EvaluateFlags, names: string[]): Promise<void> {
  if (names.length !== 2) {
    throw new InputError(`--compare: expected two models, got ${names.length}`);
  }
  const [first, second] = await Promise.all(names.map((name) => loadModelFor(name, flags)));
  const { source, images } = await readImages(flags, first.model);
  const sets = [images, remapClasses(images, second.model.classes, flags.data)];
  const predictions = [
    await predict(first.model, sets[0]),
    await predict(second.model, sets[1]),
  ];
  const reports = predictions.map((some, i) =>
    summarizePredictions(some, [first, second][i].model.classes)
  );
  const comparison = comparePredictions(
    predictions[0],
    alignLabels(predictions[1], predictions[0]),
  );
  if (flags.json) {
    const models = names.map((name, i) => ({ model: name, ...figuresOf(reports[i]) }));
    console.log(JSON.stringify({ ...describe(flags, source), models, ...pairOf(comparison) }));
    return;
  }
  console.log(`${names.join(" and ")} on ${describeImages(flags, source, images)}\n`);
  console.log(formatComparison(names, reports, { comparison, paint: choosePaint() }));
}

/** Labels of the second model's classes as those of the first: the comparison asks only for hits. */
function alignLabels(
  predictions: ReturnType<typeof decodePredictions>,
  like: ReturnType<typeof decodePredictions>,
) {
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

async function predict(model: Model, images: SourceImages) {
  const classify = await createClassifier(model);
  return decodePredictions(images.labels, await classify(images.images));
}

/** The images to report on, with labels that are the model's classes. */
async function readImages(
  flags: EvaluateFlags,
  model: Model,
): Promise<{ source: Source; images: SourceImages }> {
  const source = await readData("evaluate", flags, {
    splits: [flags.split ?? "test"],
    classify: await createClassifier(model),
  });
  const set = evaluationSet(source, flags.split);
  return { source, images: remapClasses(set, model.classes, flags.data) };
}

function describe({ split, data }: EvaluateFlags, source: Source) {
  const used = split ?? (source.test ? "test" : source.all ? "all" : "validation");
  return { split: used, data, skipped: source.skipped.length };
}

function describeImages(flags: EvaluateFlags, source: Source, { count }: SourceImages): string {
  const { split } = describe(flags, source);
  const what = split === "all" ? "images" : `${split} images`;
  return `${count.toLocaleString("en-US")} ${what} of ${escapeControls(source.name)}`;
}

async function savePicture(
  { model }: EvaluateFlags,
  images: SourceImages,
  predictions: ReturnType<typeof decodePredictions>,
): Promise<void> {
  const { savePredictionsPicture } = await import("./predictions_picture.ts");
  console.error(
    `saved ${toHere(await savePredictionsPicture(fromHere(model), images, predictions))}`,
  );
}

function parseFlags(args: string[]): EvaluateFlags {
  const command = createCommand("evaluate", "How well a saved model reads labelled images.")
    .option("--model <dir>", "folder of the model, or its model.json", toHere(DEFAULT_MODEL_DIR));
  return addDataOptions(command)
    .addOption(
      new Option("--split <name>", "which of the data's sets (default: test, or all without one)")
        .choices(SPLITS),
    )
    .option("--compare <dirs...>", "two models on the same images, by McNemar's exact test")
    .option("--misread <dir>", "save what was misread: misread.png and misread.csv")
    .option("--picture", "save predictions.png beside the model: images with what it reads")
    .option("--json", "print one JSON object instead of tables")
    .parse(args, { from: "user" })
    .opts();
}

if (import.meta.main) await runCommand("evaluate", () => main(Deno.args));
