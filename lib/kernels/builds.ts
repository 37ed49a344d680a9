/**
 * Builds of the kernels, as bytes.
 *
 * @module
 */
import { PLAIN, RELAXED } from "./binaries.ts";

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
export function readKernelBuild({ shared, relaxed }: KernelBuild): Uint8Array<ArrayBuffer> {
  const binary = atob(relaxed ? RELAXED : PLAIN);
  const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
  if (shared) bytes[binary.indexOf(MEMORY_IMPORT) + MEMORY_IMPORT.length] = SHARED_LIMITS;
  return bytes;
}

/** "relaxed SIMD", which fuses multiplications and additions, or "plain SIMD". */
export function nameBuild({ relaxed }: KernelBuild): string {
  return relaxed ? "relaxed SIMD" : "plain SIMD";
}
