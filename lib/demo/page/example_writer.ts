/**
 * Writes examples on the desk as a hand would.
 *
 * @module
 */
/// <reference lib="dom" />
import type { Desk } from "./desk.ts";
import { cutStrokes, layOutExample, listExamples } from "./examples.ts";

/** Time to write a digit, in ms. */
const WRITING_MS = 550;

/**
 * Writes the next example at every call; whoever starts to draw meanwhile takes over.
 *
 * @param classes What the model reads: of a model of something else nothing is written.
 */
export function createExampleWriter(desk: Desk, classes: () => readonly string[]): () => void {
  let next = 0;
  return () => {
    const examples = listExamples(classes());
    if (examples.length === 0) return;
    const digits = examples[next++ % examples.length];
    const strokes = layOutExample(digits, desk.width);
    const durationMs = matchMedia("(prefers-reduced-motion: reduce)").matches
      ? 0
      : WRITING_MS * Math.sqrt(digits.length);
    desk.lay({ strokes: [], isExample: true });
    let written = desk.sheet;
    const start = performance.now();
    const write = () => {
      if (desk.sheet !== written || desk.stroke) return;
      const share = durationMs === 0 ? 1 : Math.min(1, (performance.now() - start) / durationMs);
      written = { strokes: cutStrokes(strokes, share), isExample: true };
      desk.amend(written);
      if (share < 1) requestAnimationFrame(write);
    };
    write();
  };
}
