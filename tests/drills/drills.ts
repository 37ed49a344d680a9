/**
 * `deno task test:drills`: interrupts, kills, crowds and damages what must not be lost, and counts what is
 * lost. `--short` does each drill a few times; `--only WORD` those whose name holds the word; `--seed N`
 * begins elsewhere.
 *
 * @module
 */
import { Command } from "commander";
import { mixSeeds } from "../../lib/random.ts";
import { wholeNumber } from "../../lib/cli/command.ts";
import { createDrillRandom, type Drill, type Outcome } from "./drill.ts";
import { DISK_DRILLS } from "./disk_drills.ts";
import { DOCUMENT_DRILLS } from "./document_drills.ts";
import { INPUT_DRILLS } from "./input_drills.ts";
import { NOTEBOOK_DRILLS } from "./notebook_drills.ts";
import { PICTURE_DRILLS } from "./picture_drills.ts";
import { SAVING_DRILLS } from "./saving_drills.ts";
import { TRAINING_DRILLS } from "./training_drills.ts";

const { short: isShort = false, only = "", seed } = new Command()
  .option("--short")
  .option("--only <word>")
  .option("--seed <n>", "of everything random", wholeNumber(0, 2 ** 31 - 1), 1)
  .parse(Deno.args, { from: "user" })
  .opts<{ short?: boolean; only?: string; seed: number }>();

interface Row extends Outcome {
  name: string;
  seconds: number;
}

async function run({ name, run }: Drill, index: number): Promise<Row> {
  const folder = await Deno.makeTempDir({ prefix: "drill-" }), startMs = performance.now();
  const random = createDrillRandom(mixSeeds(seed, index));
  try {
    const outcome = await run({ isShort, random, folder });
    return { name, ...outcome, seconds: (performance.now() - startMs) / 1000 };
  } catch (error) {
    // The other drills go on.
    const seconds = (performance.now() - startMs) / 1000;
    return { name, n: 0, lost: [`${(error as Error).stack ?? error}`], seconds };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const DRILLS = [
  ...SAVING_DRILLS,
  ...NOTEBOOK_DRILLS,
  ...TRAINING_DRILLS,
  ...DOCUMENT_DRILLS,
  ...INPUT_DRILLS,
  ...PICTURE_DRILLS,
  ...DISK_DRILLS,
];

const rows: Row[] = [];
for (const [index, drill] of DRILLS.entries()) {
  if (!drill.name.includes(only)) continue;
  console.error(drill.name);
  const row = await run(drill, index);
  for (const line of row.lost) console.error(`  lost: ${line}`);
  rows.push(row);
}
console.log("     n   lost  seconds  drill");
for (const { name, n, lost, seconds } of rows) {
  const cells = [`${n}`.padStart(6), `${lost.length}`.padStart(5), seconds.toFixed(1).padStart(7)];
  console.log(`${cells.join("  ")}  ${name}`);
}
Deno.exit(rows.some(({ lost }) => lost.length > 0) ? 1 : 0);
