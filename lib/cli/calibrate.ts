/**
 * `deno task calibrate`: what the answers of a saved model are judged by, made anew; the weights stay.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { remapClasses, splitSource } from "../dataset/split_source.ts";
import { saveCalibration } from "../model/store.ts";
import { DEFAULT_MODEL_DIR } from "../paths.ts";
import { calibrateRun, SAW_VALIDATION, sawValidation } from "./calibrate_run.ts";
import { createCommand, runCommand, wholeNumber } from "./command.ts";
import { addDataOptions, type DataFlags, readData } from "./data_options.ts";
import { fromHere, toHere } from "./here.ts";
import { INTERRUPTED, watchInterrupts } from "./interrupt.ts";
import { loadModelsFor } from "./load_model_for.ts";

interface CalibrateFlags extends DataFlags {
  model: string;
  seed: number;
  workers: number;
  json?: boolean;
}

/** Calibrates as the arguments say. */
async function main(args: string[]): Promise<number> {
  const flags = parseFlags(args), startMs = performance.now();
  if (flags.model.endsWith(".json")) {
    throw new InputError(`--model: expected the model's folder, got ${flags.model}`);
  }
  const { models, classes, runs } = await loadModelsFor(flags.model, flags);
  const source = await readData("calibrate", flags), sets = splitSource(source);
  const [train, validation] = [sets.train, sets.validation]
    .map((set) => remapClasses(set, classes, source.name));
  if (runs.some(sawValidation)) console.error(`calibrate: ${SAW_VALIDATION}`);
  const signal = watchInterrupts(() => console.error("\nstopping after this batch …"));
  const { seed, workers } = flags;
  const calibration = await calibrateRun(models, { train, validation, seed, workers, signal });
  if (signal.aborted) return INTERRUPTED;
  if (!calibration) return 2;
  await saveCalibration(fromHere(flags.model), calibration);
  const seconds = Number(((performance.now() - startMs) / 1000).toFixed(1));
  const { limits } = calibration;
  console.log(
    flags.json
      ? JSON.stringify({ model: flags.model, n: validation.count, limits, seconds })
      : `saved ${flags.model}/reader.json: limits set on ${
        validation.count.toLocaleString("en-US")
      } images, in ${seconds} s`,
  );
  return 0;
}

function parseFlags(args: string[]): CalibrateFlags {
  const command = createCommand(
    "calibrate",
    "Write what the answers of a saved model are judged by; its weights stay as they are.",
  ).option("--model <dir>", "folder of the model or committee", toHere(DEFAULT_MODEL_DIR));
  return addDataOptions(command)
    .option("--seed <n>", "of everything random", wholeNumber(0, 2 ** 32 - 1), 0)
    .option("--workers <n>", "threads", wholeNumber(1, 64), navigator.hardwareConcurrency)
    .option("--json", "print one JSON object")
    .parse(args, { from: "user" })
    .opts();
}

if (import.meta.main) await runCommand("calibrate", () => main(Deno.args));
