/**
 * tfjs, prepared: the rest of the library imports `tf` from here.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { createRequire } from "node:module";
import { dirname, join } from "@std/path";

// Checks for NaN at every op and a banner recommending Node's native backend: off.
tf.enableProdMode();
// Always there and ready at once, so that models can be built and loaded before any other is asked for.
await tf.setBackend("cpu");

/** Makes tfjs's WebAssembly backend the current one; calling it again is free. */
export async function useWasmBackend(): Promise<void> {
  if (tf.getBackend() === "wasm") return;
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  const { resolve } = createRequire(import.meta.url);
  const packageJson = resolve("@tensorflow/tfjs-backend-wasm/package.json");
  setWasmPaths(join(dirname(packageJson), "dist") + "/");
  await tf.setBackend("wasm");
}

export { tf };
