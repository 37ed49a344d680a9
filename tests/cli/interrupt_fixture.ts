/** A command that waits for Ctrl-C, for interrupt_test.ts to send. */
import { watchInterrupts } from "../../lib/cli/interrupt.ts";

const signal = watchInterrupts(() => console.log("stopping"));
signal.addEventListener("abort", () => console.log("aborted"));
console.log("waiting");
setTimeout(() => Deno.exit(0), 20_000);
