/**
 * `deno task worker`: takes runs and pictures from a queue, one job at a time, until it is stopped.
 *
 * @module
 */
import { join } from "@std/path";
import { DATA_DIR, SWEEPS_DIR } from "../paths.ts";
import { checkQueueUrl, connectQueue } from "../queue/connect.ts";
import { createRoots } from "../queue/roots.ts";
import { type JobReport, serveQueue } from "../queue/serve.ts";
import { createCommand, positiveNumber, runCommand, wholeNumber } from "./command.ts";
import { fromHere, toHere } from "./here.ts";
import { INTERRUPTED, watchInterrupts } from "./interrupt.ts";
import { createWork, workFolder } from "./work.ts";

interface WorkerFlags {
  queue: string;
  root?: string[];
  work: string;
  dataDir: string;
  workers: number;
  stalled: number;
  json?: boolean;
}

/** Serves a queue until Ctrl-C. */
async function main(args: string[]): Promise<number> {
  const flags = parseArguments(args);
  const shown = checkQueueUrl(flags.queue);
  const { root: roots = ["."] } = flags;
  const shop = {
    rooted: await createRoots(roots.map(fromHere)),
    folder: fromHere(flags.work),
    dataDir: fromHere(flags.dataDir),
    workers: flags.workers,
  };
  const connection = await connectQueue(flags.queue);
  const signal = watchInterrupts(() => console.error("\ngiving the job back …"));
  console.error(`waiting for jobs at ${shown}, reading from ${roots.join(", ")}; Ctrl-C ends it`);
  try {
    await serveQueue(connection, createWork(shop), {
      signal,
      stalledMs: 1000 * flags.stalled,
      async onReport(report) {
        tell(report, flags);
        if (!report.failure) await removeFolder(workFolder(shop, report.id));
      },
    });
  } finally {
    await connection.close();
  }
  return INTERRUPTED;
}

function tell(report: JobReport, { json }: WorkerFlags): void {
  if (json) return console.log(JSON.stringify({ type: "job", ...report }));
  const { id, seconds, failure } = report;
  console.log(`${id}: ${failure ?? `${seconds.toFixed(1)} s`}`);
}

/** What a run left, once the queue has it. */
async function removeFolder(dir: string): Promise<void> {
  await Deno.remove(dir, { recursive: true }).catch(() => {}); // pictures leave none
}

function parseArguments(args: string[]): WorkerFlags {
  const collect = (path: string, paths: string[] = []) => [...paths, path];
  return createCommand("worker", "Take runs of sweeps and pictures from a queue.")
    .requiredOption("--queue <url>", "where jobs are: redis://[USER:PASSWORD@]HOST, or rediss://")
    .option(
      "--root <dir>",
      "read data, pictures and models from there and nowhere else; repeatable (default: here)",
      collect,
    )
    .option("--workers <n>", "threads", wholeNumber(1, 64), navigator.hardwareConcurrency)
    .option(
      "--work <dir>",
      "where runs under way are kept; workers of one machine may share it",
      toHere(join(SWEEPS_DIR, ".work")),
    )
    .option("--data-dir <dir>", "where sets known by name are kept", toHere(DATA_DIR))
    .option(
      "--stalled <seconds>",
      "without a sign of life for this long, a job goes to another worker",
      positiveNumber,
      30,
    )
    .option("--json", "print one JSON object a job")
    .parse(args, { from: "user" })
    .opts<WorkerFlags>();
}

if (import.meta.main) await runCommand("worker", () => main(Deno.args));
