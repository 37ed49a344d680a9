/**
 * `deno task export`: a saved model as a file for other runtimes.
 *
 * @module
 */
import { Option } from "commander";
import { InputError } from "../errors.ts";
import { describe, type Description } from "../interchange/description.ts";
import {
  EXPORT_FILES,
  EXPORT_FORMATS,
  type ExportFormat,
  exportModel,
} from "../interchange/export_model.ts";
import { UnsupportedModelError } from "../model/network.ts";
import { loadModel } from "../model/store.ts";
import { DEFAULT_MODEL_DIR } from "../paths.ts";
import { createCommand, runCommand } from "./command.ts";
import { goHere, toHere } from "./here.ts";
import { prepareOutput } from "./output_file.ts";

interface ExportOptions {
  model: string;
  format: ExportFormat;
  out?: string;
  json?: boolean;
}

/** Exports as the arguments say. */
async function main(args: string[]): Promise<void> {
  const options = parseOptions(args);
  goHere();
  const { format, out = EXPORT_FILES[format] } = options;
  await prepareOutput(out, "--out");
  const files = await exportModel(await describeFolder(options.model), { format, out });
  if (options.json) {
    console.log(JSON.stringify({ model: options.model, format, files }));
    return;
  }
  for (const { path, bytes } of files) {
    console.log(`wrote ${path} (${bytes.toLocaleString("en-US")} bytes)`);
  }
}

async function describeFolder(dir: string): Promise<Description> {
  const { model } = await loadModel(dir);
  try {
    return describe(model);
  } catch (error) {
    if (!(error instanceof UnsupportedModelError)) throw error;
    throw new InputError(`${dir}: cannot be exported: ${error.message}`);
  }
}

function parseOptions(args: string[]): ExportOptions {
  const files = Object.values(EXPORT_FILES).join(", ");
  return createCommand("export", "Write a saved model as a file that other programs run.")
    .option("--model <dir>", "folder of the model", toHere(DEFAULT_MODEL_DIR))
    .addOption(
      new Option("--format <name>", "onnx; safetensors (with a PyTorch module); header (C99, int8)")
        .choices(EXPORT_FORMATS).makeOptionMandatory(),
    )
    .option("--out <file>", `where to write (default: ${files})`)
    .option("--json", "print one JSON object instead of lines")
    .parse(args, { from: "user" })
    .opts();
}

if (import.meta.main) await runCommand("export", () => main(Deno.args));
