/**
 * `deno task test:queue`: a real Redis, three workers, and kill -9 of a worker, of the command that collects
 * and of Redis in mid-work; what is lost or doubled, and what the queue costs. Needs `redis-server` or
 * `valkey-server`, and openssl.
 *
 * @module
 */
import { Command } from "commander";
import { wholeNumber } from "../../lib/cli/command.ts";
import { drillPictures } from "./picture_drill.ts";
import { drillRefusals } from "./refusal_drill.ts";
import { drillSweep, measureOverhead } from "./sweep_drill.ts";

const { runs, pictures, only = "" } = new Command()
  .option("--runs <n>", "of a tiny recipe, a multiple of 4", wholeNumber(4), 60)
  .option("--pictures <n>", "to read", wholeNumber(100), 5_000)
  .option("--only <word>")
  .parse(Deno.args, { from: "user" })
  .opts<{ runs: number; pictures: number; only?: string }>();

const DRILLS: Record<string, (folder: string) => Promise<string[]>> = {
  sweep: (folder) => drillSweep(folder, Math.floor(runs / 4)),
  overhead: measureOverhead,
  pictures: (folder) => drillPictures(folder, pictures),
  refusals: drillRefusals,
};

let failed = false;
for (const [name, drill] of Object.entries(DRILLS)) {
  if (!name.includes(only)) continue;
  const folder = await Deno.makeTempDir({ prefix: "queue-" }), startMs = performance.now();
  try {
    const lost = await drill(folder);
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
    console.log(`${lost.length === 0 ? "ok" : "FAILED"}  ${name}, ${seconds} s`);
    for (const line of lost) console.log(`  ${line}`);
    failed ||= lost.length > 0;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
Deno.exit(failed ? 1 : 0);
