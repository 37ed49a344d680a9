/**
 * Hands out addresses in one memory, so that a plan can lay out everything before the memory exists.
 *
 * @module
 */
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

/** A memory large enough for `bytes`; shared memories can be handed to Workers. */
export function createMemory(bytes: number, shared: boolean): WebAssembly.Memory {
  const pages = Math.ceil(bytes / 65536);
  return new WebAssembly.Memory({ initial: pages, maximum: shared ? pages : 65536, shared });
}
