/** Reads damaged files, for input_drills.ts to watch: KIND FOLDER FROM TO. A line of JSON after each case. */
import { join } from "@std/path";
import { InputError } from "../../lib/errors.ts";
import { INPUT_KINDS } from "./input_kinds.ts";
import { coreSeconds, peakBytes } from "./usage.ts";

/** What came of a case. */
export interface InputOutcome {
  index: number;
  seconds: number;
  /** Time of cores, which others on the machine do not prolong. */
  coreSeconds: number;
  /** The most memory that the process has had so far. */
  peakBytes: number;
  /** The refusal. */
  refusal?: string;
  /** A defect: its stack. */
  defect?: string;
}

async function read(kind: string, dir: string): Promise<Pick<InputOutcome, "refusal" | "defect">> {
  try {
    await INPUT_KINDS[kind].read(dir);
    return {};
  } catch (error) {
    if (error instanceof InputError) return { refusal: error.message };
    return { defect: `${(error as Error).stack ?? error}` };
  }
}

const [kind, folder, from, to] = Deno.args;
for (let index = Number(from); index < Number(to); index++) {
  const startMs = performance.now(), startCores = coreSeconds();
  const answer = await read(kind, join(folder, `${index}`));
  const outcome: InputOutcome = {
    index,
    seconds: (performance.now() - startMs) / 1000,
    coreSeconds: coreSeconds() - startCores,
    peakBytes: peakBytes(),
    ...answer,
  };
  console.log(JSON.stringify(outcome));
}
Deno.exit(0);
