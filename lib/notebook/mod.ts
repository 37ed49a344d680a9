/**
 * What notebook cells use besides the library itself. Importing it in a kernel lets the kernel survive
 * the stop button, and reports unhandled rejections.
 *
 * @module
 */
import { surviveInterrupts } from "./interrupt.ts";
import { reportRejections } from "./rejections.ts";

export { show, type Showable } from "./show.ts";
export { decimals, keyValueTable, percent, type Table, table, type TableOptions } from "./table.ts";
export {
  accuracyTable,
  calibrationTable,
  classScoreTable,
  confusionTable,
  disputeTable,
  epochTable,
  gradientTable,
  layerTable,
  runTable,
  thresholdTable,
} from "./tables.ts";
export { accuracySummary, gradientSummary, runSummary } from "./summaries.ts";
export { type Live, live } from "./live.ts";
export { onInterrupt, releaseStopSignal, stopSignal } from "./interrupt.ts";
export { watchComparison, type WatchedRun, watchTraining } from "./watch_training.ts";
export { showDrawingPad } from "./drawing_pad.ts";
export { showCorruptionSliders } from "./corruption_sliders.ts";
export { showSliders, type Slider } from "./sliders.ts";
export { seedTable, watchSeeds } from "./seeds.ts";
export { watchFrames } from "./watch_frames.ts";
export * from "./sample_hand.ts";
export { unitGradientTable } from "./unit_table.ts";

surviveInterrupts();
reportRejections();
