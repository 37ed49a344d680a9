/**
 * How long work over many items looks on stderr: a bar in a terminal, a line now and then elsewhere.
 *
 * @module
 */
import process from "node:process";
// @ts-types="@types/cli-progress"
import { SingleBar } from "cli-progress";
import type { ProgressStream } from "./download_progress.ts";

/** Shows how many items are done. */
export interface CountProgress {
  /** Call it as often as you like. */
  update(done: number, total: number): void;
  /** Takes the bar away. */
  stop(): void;
}

/** Work that takes less than this shows nothing. */
const QUIET_MS = 1000;

/**
 * Creates a display.
 *
 * @param what Such as "pictures read".
 */
export function createCountProgress(
  what: string,
  { stream = process.stderr as ProgressStream, lineIntervalMs = 10_000 } = {},
): CountProgress {
  const startMs = performance.now();
  const isEarly = () => performance.now() - startMs < QUIET_MS;
  const format = (count: number) => count.toLocaleString("en-US");
  if (stream.isTTY) {
    const bar = new SingleBar({
      stream,
      format: `{bar} {value} of {total} ${what}`,
      barsize: 20,
      barCompleteChar: "█",
      barIncompleteChar: "░",
      clearOnComplete: true,
    });
    return {
      update(done, total) {
        if (isEarly()) return;
        if (!bar.isActive) bar.start(total, done);
        bar.setTotal(total);
        bar.update(done);
      },
      stop: () => bar.stop(),
    };
  }
  let toldMs = startMs;
  return {
    update(done, total) {
      if (performance.now() - toldMs < lineIntervalMs) return;
      toldMs = performance.now();
      stream.write(`${format(done)} of ${format(total)} ${what}\n`);
    },
    stop() {},
  };
}
