/**
 * Hands out addresses in one memory, so that a plan can lay out everything before the memory exists.
 *
 * @module
 */
import { InputError } from "../errors.ts";

/** Addresses are taken as signed 32-bit integers. */
const MOST_BYTES = 2 ** 31;

/** Reserves addresses one behind the other. */
export class Arena {
  #end = 64; // address 0 stays free, so that a forgotten pointer is noticed

  /** Reserves `bytes` at the next cache line. */
  allocate(bytes: number): number {
    const start = this.#end;
    this.#end = Math.ceil((start + bytes) / 64) * 64;
    return start;
  }

  /** Reserves `count` floats. */
  floats(count: number): number {
    return this.allocate(count * 4);
  }

  /** Bytes reserved so far. */
  get bytes(): number {
    return this.#end;
  }
}

/**
 * Refuses a batch for which there are not addresses enough.
 *
 * @throws {InputError} If `bytes` exceeds 2 GB.
 */
export function checkBatchBytes(batchSize: number, bytes: number): void {
  if (bytes <= MOST_BYTES) return;
  const gigabytes = (bytes / 2 ** 30).toFixed(1);
  throw new InputError(
    `a batch of ${batchSize} digits: expected 2 GB at most, got ${gigabytes} GB`,
  );
}
