/**
 * Builds of the kernels, as bytes.
 *
 * @module
 */
import { DEFLATED, RELAXED_BYTES } from "./binaries.ts";

/** What distinguishes one build of the kernels from another. */
export interface KernelBuild {
  /** Works on a shared memory (Workers) rather than a plain one (tfjs's heap, a browser page). */
  shared: boolean;
  /** Uses relaxed SIMD's fused multiply-add. */
  relaxed: boolean;
}

/** All builds. */
export const KERNEL_BUILDS: readonly KernelBuild[] = [
  { shared: true, relaxed: true },
  { shared: true, relaxed: false },
  { shared: false, relaxed: true },
  { shared: false, relaxed: false },
];

/** How the imported memory stands in a module; a byte of limits follows: 1 with a maximum, 3 if shared. */
const MEMORY_IMPORT = "\x03env\x06memory\x02", SHARED_LIMITS = 3;

/** A build's bytes. Nothing but that one byte tells shared and plain memories apart. */
export async function readKernelBuild(
  { shared, relaxed }: KernelBuild,
): Promise<Uint8Array<ArrayBuffer>> {
  const both = await inflate(DEFLATED);
  const bytes = relaxed ? both.slice(0, RELAXED_BYTES) : both.slice(RELAXED_BYTES);
  const text = new TextDecoder("latin1").decode(bytes); // a character a byte
  if (shared) bytes[text.indexOf(MEMORY_IMPORT) + MEMORY_IMPORT.length] = SHARED_LIMITS;
  return bytes;
}

async function inflate(base64: string): Promise<Uint8Array<ArrayBuffer>> {
  const deflated = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const inflated = new Blob([deflated]).stream().pipeThrough(
    new DecompressionStream("deflate-raw"),
  );
  return new Uint8Array(await new Response(inflated).arrayBuffer());
}

/** "relaxed SIMD", which fuses multiplications and additions, or "plain SIMD". */
export function nameBuild({ relaxed }: KernelBuild): string {
  return relaxed ? "relaxed SIMD" : "plain SIMD";
}
