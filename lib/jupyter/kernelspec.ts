/**
 * The Deno kernel as Jupyter knows it, for this project alone.
 *
 * @module
 */
import { join } from "@std/path";
import { InputError } from "../errors.ts";
import { kernelCommand } from "./connection.ts";

/** Deno 2.8 reports a cell that throws as if it had run. */
const OLDEST_DENO = [2, 9];

/**
 * Refuses Deno versions whose kernel cannot be trusted.
 *
 * @throws {InputError} If this is Deno 2.8 or older.
 */
export function requireKernel(version: string = Deno.version.deno): void {
  const [major, minor] = version.split(".").map(Number);
  if (major > OLDEST_DENO[0] || (major === OLDEST_DENO[0] && minor >= OLDEST_DENO[1])) return;
  throw new InputError(
    `expected Deno ${OLDEST_DENO.join(".")} or newer for its Jupyter kernel, got ${version}; ` +
      "run deno upgrade",
  );
}

/**
 * Describes the kernel to Jupyter, as `kernels/deno/kernel.json` under one of its data folders.
 *
 * @param dataDir A folder that JUPYTER_PATH names.
 */
export async function writeKernelspec(dataDir: string): Promise<void> {
  const folder = join(dataDir, "kernels", "deno");
  await Deno.mkdir(folder, { recursive: true });
  const spec = {
    argv: kernelCommand("{connection_file}"),
    display_name: "Deno",
    language: "typescript",
  };
  await Deno.writeTextFile(join(folder, "kernel.json"), JSON.stringify(spec, null, 2) + "\n");
}
