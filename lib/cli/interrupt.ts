/**
 * Ctrl-C: once to stop in good order, twice to leave at once.
 *
 * @module
 */

/** Exit code of a command that was interrupted. */
export const INTERRUPTED = 130;

/** A signal that is aborted by the first SIGINT or SIGTERM; the second one ends the process. */
export function watchInterrupts(onFirst: () => void): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) Deno.exit(INTERRUPTED);
    onFirst();
    controller.abort();
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    if (Deno.build.os !== "windows" || name === "SIGINT") Deno.addSignalListener(name, interrupt);
  }
  return controller.signal;
}
