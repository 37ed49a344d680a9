/**
 * Ctrl-C: once to stop in good order, a second time to leave at once.
 *
 * @module
 */

/** Exit code of a command that was interrupted. */
export const INTERRUPTED = 130;

/**
 * Signals that come so soon after the first are echoes of it: a terminal sends Ctrl-C to everyone in the
 * foreground, and `deno task` and `npx` then pass it on once more.
 */
export const ECHO_MS = 1000;

/** Ctrl-C, a request to end, and a terminal that was closed. */
const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/** A signal that is aborted by the first interruption; one that is no echo of it ends the process. */
export function watchInterrupts(onFirst: () => void): AbortSignal {
  const controller = new AbortController();
  let firstMs = 0;
  const interrupt = () => {
    if (controller.signal.aborted) {
      if (performance.now() - firstMs > ECHO_MS) Deno.exit(INTERRUPTED);
      return;
    }
    firstMs = performance.now();
    onFirst();
    controller.abort();
  };
  for (const name of SIGNALS) Deno.addSignalListener(name, interrupt);
  return controller.signal;
}
