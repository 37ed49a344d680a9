/**
 * `deno task import`: a network trained elsewhere becomes a saved model.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { basename, join } from "@std/path";
import { InvalidArgumentError, Option } from "commander";
import { InputError } from "../errors.ts";
import { importModel, type ImportSettings } from "../interchange/import_model.ts";
import { checkGivenClasses } from "../interchange/metadata.ts";
import { NETWORKS } from "../model/registry.ts";
import { saveModel } from "../model/store.ts";
import { createCommand, positiveNumber, runCommand } from "./command.ts";
import { goHere } from "./here.ts";

interface ImportOptions {
  activation?: string;
  pooling?: string;
  out: string;
  model: string;
  inputMean?: number;
  inputStd?: number;
  classes?: string;
  json?: boolean;
}

/** Imports as the arguments say. */
async function main(args: string[]): Promise<void> {
  const { file, options } = parseOptions(args);
  goHere();
  await checkFolder(options.out);
  const { model, format } = await importModel(file, readSettings(options));
  const { name, classes } = model;
  const parameters = model.weights.reduce((sum, { values }) => sum + values.length, 0);
  const facts = { name, classes, parameters };
  const source = { file: basename(file), format, sha256: await sha256Of(file) };
  await saveModel(options.out, model, {
    ...{ command: "deno task import", source, parameters },
  });
  if (options.json) {
    console.log(JSON.stringify({ model: options.out, format, ...facts }));
    return;
  }
  const count = parameters.toLocaleString("en-US");
  console.log(
    `imported ${name} (${count} parameters, ${classes.length} classes) to ${options.out}`,
  );
}

/** Of a folder, the checksum of its model.json. */
async function sha256Of(file: string): Promise<string> {
  const { isDirectory } = await Deno.stat(file);
  const bytes = await Deno.readFile(isDirectory ? join(file, "model.json") : file);
  return createHash("sha256").update(bytes).digest("hex");
}

/** @throws {InputError} If there is a file where the model's folder shall be. */
async function checkFolder(out: string): Promise<void> {
  const info = await Deno.stat(out).catch(() => null);
  if (info && !info.isDirectory) {
    throw new InputError(`--out ${out}: expected a folder, got a file`);
  }
}

function readSettings(options: ImportOptions): ImportSettings {
  const { model, activation, pooling, classes, inputMean, inputStd } = options;
  const chosen = { ...(activation && { activation }), ...(pooling && { pooling }) };
  const isScaled = inputMean !== undefined || inputStd !== undefined;
  return {
    known: { model, options: chosen },
    classes: classes === undefined ? undefined : checkGivenClasses(classes.split(","), "--classes"),
    scaling: isScaled ? { mean: inputMean ?? 0, deviation: inputStd ?? 1 } : undefined,
  };
}

function parseOptions(args: string[]): { file: string; options: ImportOptions } {
  const command = createCommand("import", "Save a network from another program as a model.")
    .argument("<file>", ".safetensors, .onnx, or tfjs's model.json or its folder")
    .requiredOption("--out <dir>", "folder of the model to be made, such as models/mine")
    .addOption(
      new Option("--model <name>", "the network, where a safetensors file does not tell it")
        .choices(Object.keys(NETWORKS)).default("lenet5"),
    )
    .addOption(
      new Option("--activation <name>", "its non-linearity (default: the network's)")
        .choices(["relu", "tanh"]),
    )
    .addOption(
      new Option("--pooling <name>", "its pooling (default: the network's)")
        .choices(["max", "average"]),
    )
    .option("--input-mean <x>", "mean by which its input, ink in [0, 1], was normalised", number)
    .option("--input-std <x>", "standard deviation by which it was normalised", positiveNumber)
    .option("--classes <names>", "names of the classes, with commas (default: the file's)")
    .option("--json", "print one JSON object instead of a line")
    .parse(args, { from: "user" });
  return { file: command.args[0], options: command.opts() };
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("Expected a number.");
}

if (import.meta.main) await runCommand("import", () => main(Deno.args));
