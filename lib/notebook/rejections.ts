/**
 * Unhandled rejections, about which the kernel is silent.
 *
 * @module
 */
import { inJupyter } from "./kernel_output.ts";

/** Reports them below the running cell; does nothing outside Jupyter, where Deno exits on them. */
export function reportRejections(): void {
  if (!inJupyter()) return;
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    console.error("A promise that no cell awaited failed:", event.reason);
  });
}
