/**
 * What notebook cells use besides the library itself. Importing it in a kernel lets the kernel survive
 * the stop button.
 *
 * @module
 */
import { surviveInterrupts } from "./interrupt.ts";

export { show, type Showable } from "./show.ts";
export { facts, percent, type Table, table, type TableOptions } from "./table.ts";
export { type Live, live } from "./live.ts";
export { onInterrupt, stopSignal } from "./interrupt.ts";
export { type DrawingPad, showDrawingPad } from "./drawing_pad.ts";

surviveInterrupts();
