/**
 * Memories that kernels are linked to.
 *
 * @module
 */
import { InputError } from "../errors.ts";

/**
 * A memory large enough for `bytes`; shared memories can be handed to Workers.
 *
 * @throws {InputError} If the machine has not so much to give.
 */
export function createMemory(bytes: number, shared: boolean): WebAssembly.Memory {
  const pages = Math.ceil(bytes / 65536);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: shared ? pages : 65536, shared });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const megabytes = Math.ceil(bytes / 2 ** 20);
    throw new InputError(`expected ${megabytes} MB of free memory, got none: ${error.message}`);
  }
}
