/**
 * tfjs, prepared: the rest of the library imports `tf` from here.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { InputError } from "../errors.ts";

/** tfjs's backends that can be chosen. */
export type BackendName = "cpu" | "wasm" | "webgpu";

const BACKENDS: readonly BackendName[] = ["cpu", "wasm", "webgpu"];

/**
 * Makes a tfjs backend the current one; calling it again is free.
 *
 * @throws {InputError} If there is none of that name, or it is unavailable on this machine (no GPU, for "webgpu").
 */
export async function useBackend(name: BackendName): Promise<void> {
  if (!BACKENDS.includes(name)) {
    throw new InputError(`backend: expected ${BACKENDS.join(", ")}, got ${name}`);
  }
  await prepareTfjs();
  if (tf.getBackend() === name) return;
  if (name === "wasm") await prepareWasm();
  if (name === "webgpu") await prepareWebgpu();
  if (!await tf.setBackend(name)) {
    throw new InputError(`tfjs's ${name} backend failed to initialise`);
  }
}

let preparation: Promise<boolean> | undefined;

/** Chooses tfjs's `cpu` backend, which is ready at once, where none has been chosen. */
export async function prepareTfjs(): Promise<void> {
  preparation ??= startTfjs();
  await preparation;
}

function startTfjs(): Promise<boolean> {
  // Checks for NaN at every op and a banner recommending Node's native backend: off.
  tf.enableProdMode();
  return tf.setBackend("cpu");
}

async function prepareWasm(): Promise<void> {
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  const { resolve } = createRequire(import.meta.url);
  const packageJson = resolve("@tensorflow/tfjs-backend-wasm/package.json");
  setWasmPaths(join(dirname(packageJson), "dist") + "/");
}

async function prepareWebgpu(): Promise<void> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) {
    throw new InputError("--backend webgpu: expected a GPU that Deno can use, found none");
  }
  await import("@tensorflow/tfjs-backend-webgpu");
}

export { tf };
