/**
 * `deno task sweep`: the runs of a plan, and what they come to.
 *
 * @module
 */
import { basename, extname, join } from "@std/path";
import { writeAtomically } from "../atomic_write.ts";
import { sourceClasses } from "../dataset/source.ts";
import { DEFAULT_SET, SET_NAMES } from "../dataset/source_reference.ts";
import { InputError, isRefusal, reasonOf } from "../errors.ts";
import { lockFolder } from "../folder_lock.ts";
import { DATA_DIR, SWEEPS_DIR } from "../paths.ts";
import { checkQueueUrl } from "../queue/connect.ts";
import { expandPlan, type SweepData, type SweepRun } from "../sweep/expand.ts";
import { holdOut } from "../sweep/folds.ts";
import { parsePlan, type Plan } from "../sweep/plan.ts";
import type { FinishedRun } from "../sweep/results.ts";
import { describeSweep, formatSummaries } from "../sweep/table.ts";
import { createCommand, runCommand, wholeNumber } from "./command.ts";
import { createCountProgress } from "./count_progress.ts";
import { readData } from "./data_options.ts";
import { fromHere, toHere } from "./here.ts";
import { INTERRUPTED, watchInterrupts } from "./interrupt.ts";
import { readFinishedRun } from "./make_run.ts";
import { runLocally } from "./run_locally.ts";
import { runQueued } from "./run_queued.ts";
import { gatherResults, runFolder, writeResults } from "./sweep_files.ts";
import type { RunEvent } from "./sweep_process.ts";

interface SweepFlags {
  jobs: number;
  out?: string;
  dataDir: string;
  queue?: string;
  json?: boolean;
}

/** Makes what is missing of a plan's runs, and writes what all of them come to. */
async function main(args: string[]): Promise<number> {
  const { file, flags } = parseArguments(args);
  const plan = parsePlan(await readPlan(file), file);
  const name = plan.name ?? basename(file, extname(file));
  const out = fromHere(flags.out ?? join(SWEEPS_DIR, name)), shown = toHere(out);
  const runs = await planRuns(plan, file, flags);
  const lock = await lockFolder(out, { work: "a sweep", shown });
  try {
    await writeAtomically(join(out, "plan.json"), encode(JSON.stringify(plan, null, 2)));
    const signal = watchInterrupts(() =>
      console.error(flags.queue ? "\nstopping; workers go on …" : "\nstopping after this batch …")
    );
    const failures = await makeMissing(runs, { out, flags, signal });
    const results = await gatherResults(out, runs, plan.metric ?? "error");
    if (results.runs.length > 0) await writeResults(out, results, name);
    tellBuilds(results.runs);
    for (const [id, message] of failures) console.error(`sweep: ${id}: ${message}`);
    if (signal.aborted) {
      console.error(`${results.missing} of ${runs.length} runs left; the same command goes on`);
      return INTERRUPTED;
    }
    if (flags.json) console.log(JSON.stringify({ out: shown, ...describeSweep(results) }));
    else if (results.runs.length > 0) {
      console.log(`${formatSummaries(results.summaries, results.metric)}\n\nsaved to ${shown}`);
    }
    return results.missing > 0 ? 1 : 0;
  } finally {
    await lock.release();
  }
}

/** Weights are the same to the last bit only where processors do the same sums. */
function tellBuilds(runs: readonly FinishedRun[]): void {
  const builds = [...new Set(runs.map(({ build }) => build))];
  if (builds.length < 2) return;
  console.error(`sweep: runs were computed with ${builds.join(" and ")}, which round differently`);
}

async function readPlan(file: string): Promise<string> {
  try {
    return await Deno.readTextFile(fromHere(file));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`${file}: expected a plan: ${reasonOf(error)}`);
  }
}

/** The runs of a plan on its images, which are read for their checksum and number. */
async function planRuns(
  plan: Plan,
  file: string,
  { dataDir }: SweepFlags,
): Promise<SweepRun[]> {
  const { data = DEFAULT_SET } = plan;
  const source = await readData("sweep", { data, dataDir });
  const { train } = holdOut(source, plan.folds ? { index: 0, seed: 0, ...plan.folds } : null);
  const known: SweepData = {
    source: SET_NAMES.includes(data.toLowerCase()) ? data : data.split(",").map(fromHere).join(),
    sha256: source.sha256,
    classes: sourceClasses(source),
    count: train.count,
  };
  return expandPlan(plan, known, file);
}

interface MakeOptions {
  out: string;
  flags: SweepFlags;
  signal: AbortSignal;
}

/** Makes the runs that are not done; those that failed, with the reason. */
async function makeMissing(
  runs: readonly SweepRun[],
  { out, flags, signal }: MakeOptions,
): Promise<Map<string, string>> {
  const missing: SweepRun[] = [];
  for (const run of runs) {
    if (!await readFinishedRun(runFolder(out, run.id), run.id)) missing.push(run);
  }
  const done = runs.length - missing.length, failures = new Map<string, string>();
  const onEvent = (id: string, event: RunEvent) => {
    if (event.type === "failed") failures.set(id, event.message);
    view.update(id, event);
  };
  console.error(`${runs.length} runs, ${done} of them done`);
  const view = createSweepProgress(runs, done, flags);
  try {
    const placed = missing.map((run) => ({ ...run, dir: runFolder(out, run.id) }));
    if (flags.queue !== undefined) {
      const ids = runs.filter((run) => !missing.includes(run)).map(({ id }) => id);
      await runQueued(placed, { url: flags.queue, done: ids, signal, onEvent });
    } else {
      const { jobs, dataDir } = flags, cores = navigator.hardwareConcurrency;
      await runLocally(placed.map(({ id, spec, dir }) => ({ id, spec, dir })), {
        ...{ jobs, cores, dataDir, signal, onEvent },
      });
    }
  } finally {
    view.stop();
  }
  return failures;
}

/** How many runs are done, those under way by the share of them that is done. */
function createSweepProgress(runs: readonly SweepRun[], done: number, { json }: SweepFlags) {
  const bar = createCountProgress("runs done"), shares = new Map<string, number>();
  const variants = new Map(runs.map(({ id, variant }) => [id, variant]));
  return {
    update(id: string, event: RunEvent) {
      if (event.type === "progress") shares.set(id, event.share);
      else shares.delete(id);
      if (event.type === "done") {
        done++;
        if (json) console.log(JSON.stringify({ type: "run", id, variant: variants.get(id), done }));
      }
      const underway = [...shares.values()].reduce((sum, share) => sum + share, 0);
      bar.update(Math.round(10 * (done + underway)) / 10, runs.length);
    },
    stop: () => bar.stop(),
  };
}

function parseArguments(args: string[]): { file: string; flags: SweepFlags } {
  const cores = navigator.hardwareConcurrency;
  const command = createCommand(
    "sweep",
    "Make the runs of a plan, each once, and compare them on images held out of training.",
  )
    .argument("<plan>", "a JSON file: base, what varies (grid, list, seeds), folds, metric")
    .option("--jobs <n>", "processes, which share the cores", wholeNumber(1, 256), cores)
    .option("--out <dir>", "where runs and results are kept (default: sweeps/, named by the plan)")
    .option("--data-dir <dir>", "where sets known by name are kept", toHere(DATA_DIR))
    .option("--queue <url>", "have workers make the runs: redis://… or rediss://…")
    .option("--json", "print one JSON object a line: every run, then the results")
    .parse(args, { from: "user" });
  const flags = command.opts<SweepFlags>();
  if (flags.queue !== undefined) {
    checkQueueUrl(flags.queue);
    if (command.getOptionValueSource("jobs") === "cli") {
      throw new InputError("--jobs: expected none with --queue, whose workers are as many as run");
    }
  }
  return { file: command.args[0], flags };
}

const encode = (text: string) => new TextEncoder().encode(`${text}\n`);

if (import.meta.main) await runCommand("sweep", () => main(Deno.args));
