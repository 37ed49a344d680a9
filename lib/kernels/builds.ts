/**
 * Which builds of the kernels there are.
 *
 * @module
 */

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

/** File name of a build, in the folder of this module. */
export function kernelFileName({ shared, relaxed }: KernelBuild): string {
  return `kernels.${shared ? "shared" : "local"}${relaxed ? "" : ".plain"}.wasm`;
}
