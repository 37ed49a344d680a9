/**
 * A model as the files of another format.
 *
 * @module
 */
import { stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { writeTogether } from "../atomic_write.ts";
import { InputError, isRefusal, reasonOf } from "../errors.ts";
import { formatHeader } from "./c_header.ts";
import type { Description } from "./description.ts";
import { encodeOnnx } from "./export_onnx.ts";
import { encodeWeights } from "./export_safetensors.ts";
import { toIdentifier } from "./module_names.ts";
import { formatTorchModule } from "./torch_module.ts";

/** The formats that are written. */
export const EXPORT_FORMATS = ["onnx", "safetensors", "header"] as const;

/** One of the formats. */
export type ExportFormat = typeof EXPORT_FORMATS[number];

/** The file that each format is written to unless told otherwise. */
export const EXPORT_FILES: Readonly<Record<ExportFormat, string>> = {
  onnx: "model.onnx",
  safetensors: "model.safetensors",
  header: "model.h",
};

/** A file that was written. */
export interface WrittenFile {
  /** Where it is. */
  path: string;
  /** Its length. */
  bytes: number;
}

/**
 * Writes a model; next to `NAME.safetensors` its PyTorch module, `NAME.py`.
 *
 * @throws {InputError} If the file cannot be written.
 */
export async function exportModel(
  description: Description,
  { format, out }: { format: ExportFormat; out: string },
): Promise<WrittenFile[]> {
  const files = encodeFiles(description, { format, out });
  for (const [path] of files) await checkPath(path);
  try {
    await writeTogether(files);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`${out}: expected a file that can be written: ${reasonOf(error)}`);
  }
  return files.map(([path, { length }]) => ({ path, bytes: length }));
}

/** Before anything is written: with two files, the second might fail. */
async function checkPath(path: string): Promise<void> {
  const info = await stat(path).catch(() => null);
  if (info && !info.isFile()) throw new InputError(`${path}: expected a file that can be written`);
}

function encodeFiles(
  description: Description,
  { format, out }: { format: ExportFormat; out: string },
): [path: string, bytes: Uint8Array][] {
  const encode = (text: string) => new TextEncoder().encode(text);
  if (format === "onnx") return [[out, encodeOnnx(description)]];
  if (format === "header") return [[out, encode(formatHeader(description))]];
  // Python imports a module by its file's name.
  const moduleName = toIdentifier(basename(out, extname(out)));
  const weightsFile = basename(out);
  return [
    [out, encodeWeights(description)],
    [
      join(dirname(out), `${moduleName}.py`),
      encode(formatTorchModule(description, { weightsFile, moduleName })),
    ],
  ];
}
