/**
 * Output that changes in place while a cell runs.
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import { publish } from "./kernel_output.ts";
import { renderDisplay, type Showable } from "./show.ts";

/** An output that can be drawn again; a notebook keeps its last state. */
export interface Live {
  /**
   * Draws anew, unless the last drawing was only just now; what was put off is drawn by a later call
   * or by {@link Live.finish}.
   *
   * @param draw Makes the figure or table; called only if it is shown.
   */
  update(draw: () => Showable): Promise<void>;
  /** Draws what was put off; call it at the end. */
  finish(): Promise<void>;
}

/**
 * Makes an output of one place below the running cell.
 *
 * @param options `intervalMs` is the least time between two drawings, 500 by default.
 */
export function live({ intervalMs = 500 } = {}): Live {
  const id = randomUUID();
  let lastMs = -Infinity;
  let shown = false;
  let waiting: (() => Showable) | undefined;
  const draw = async (make: () => Showable) => {
    waiting = undefined;
    lastMs = performance.now();
    await publish(await renderDisplay(make()), { id, update: shown });
    shown = true;
  };
  return {
    async update(make) {
      if (performance.now() - lastMs < intervalMs) waiting = make;
      else await draw(make);
    },
    async finish() {
      if (waiting) await draw(waiting);
    },
  };
}
