/**
 * Promises that fail while no cell awaits them: the kernel says nothing of them.
 *
 * @module
 */
import { inJupyter } from "./kernel_output.ts";

/** Has such failures shown below the running cell; free outside of Jupyter, where Deno ends on them. */
export function reportRejections(): void {
  if (!inJupyter()) return;
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    console.error("A promise that no cell awaited failed:", event.reason);
  });
}
