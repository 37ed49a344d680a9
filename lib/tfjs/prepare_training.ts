/**
 * Makes a tfjs backend ready to train on.
 *
 * @module
 */
import { type BackendName, useBackend } from "./backend.ts";
import { registerTrainingKernels } from "./kernels/register.ts";

/**
 * Makes a backend the current one, with the kernels that its own set lacks.
 *
 * @throws {InputError} If it is unavailable on this machine.
 */
export async function prepareTraining(backend: BackendName): Promise<void> {
  await useBackend(backend);
  if (backend === "wasm") await registerTrainingKernels();
}
