/**
 * A bound on the memory of WebAssembly modules, which ask for as much as a file tells them to.
 *
 * @module
 */

const PAGE_BYTES = 65_536;

let largest = 0;
let refused = false;

/**
 * Bounds every WebAssembly memory of this thread, for good; meant for a Worker of its own.
 * Emscripten's modules grow theirs by `grow()` alone and take a refusal as "out of memory".
 */
export function limitWasmMemory(bytes: number): void {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (pages: number): number {
    const wanted = this.buffer.byteLength + pages * PAGE_BYTES;
    if (wanted > bytes) {
      refused = true;
      throw new RangeError(`expected at most ${bytes} bytes of memory, got ${wanted}`);
    }
    const before = grow.call(this, pages);
    largest = Math.max(largest, wanted);
    return before;
  };
}

/** The most bytes that a memory has been grown to, and whether one was refused its growth. */
export function wasmMemoryUse(): { largest: number; refused: boolean } {
  return { largest, refused };
}
