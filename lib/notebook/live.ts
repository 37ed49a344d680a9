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
   * Redraws, unless the last drawing is too recent; a postponed drawing is made by a later call or by
   * {@link Live.finish}.
   *
   * @param draw Makes the figure or table; called only if it is shown.
   */
  update(draw: () => Showable): Promise<void>;
  /** Makes the postponed drawing; call it at the end. */
  finish(): Promise<void>;
}

/**
 * Makes an output that keeps its place below the running cell.
 *
 * @param options `intervalMs` is the minimum time between two drawings, 500 by default.
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
