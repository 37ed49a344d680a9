/**
 * `deno task zoo`: every network of the registry, trained with the default recipe on several seeds, as a
 * table.
 *
 * @module
 */
import { join } from "@std/path";
import { writeAtomically } from "../atomic_write.ts";
import { InputError } from "../errors.ts";
import { NETWORKS } from "../model/registry.ts";
import { MODELS_DIR } from "../paths.ts";
import { DEFAULT_RECIPE } from "../training/recipe.ts";
import { readZoo, type ZooRun } from "../training/zoo_runs.ts";
import { createCommand, runCommand, wholeNumber } from "./command.ts";
import { formatZoo } from "./format_zoo.ts";
import { fromHere, toHere } from "./here.ts";
import { INTERRUPTED, watchInterrupts } from "./interrupt.ts";
import { makeZooRun } from "./make_zoo_run.ts";

interface ZooFlags {
  networks?: string;
  seeds: number;
  epochs?: number;
  out: string;
  json?: boolean;
}

/** Trains what is missing and writes the table. */
async function main(args: string[]): Promise<number> {
  const flags = parseFlags(args);
  const names = chooseNetworks(flags);
  const file = join(fromHere(flags.out), "zoo.json");
  const runs = await readZoo(file);
  const signal = watchInterrupts(() => console.error("\nstopping after this batch …"));
  const epochs = flags.epochs ?? DEFAULT_RECIPE.epochs;
  const isWanted = (run: ZooRun) =>
    names.includes(run.network) && run.seed < flags.seeds && run.epochs === epochs;
  const known = runs.filter(isWanted).length;
  if (known > 0) console.error(`${known} of ${names.length * flags.seeds} runs are in ${file}`);
  // All networks once before any of them a second time: a table that is cut short is whole.
  for (let seed = 0; seed < flags.seeds; seed++) {
    for (const network of names) {
      const same = (run: ZooRun) => run.network === network && run.seed === seed;
      if (runs.some((run) => same(run) && isWanted(run))) continue;
      const run = await makeZooRun({ network, seed, epochs }, { out: flags.out, signal });
      if (!run) return INTERRUPTED;
      runs.push(run);
      await writeAtomically(file, new TextEncoder().encode(JSON.stringify(runs, null, 1) + "\n"));
    }
  }
  const chosen = runs.filter(isWanted);
  console.log(flags.json ? JSON.stringify(chosen) : formatZoo(chosen));
  return 0;
}

function chooseNetworks({ networks }: ZooFlags): string[] {
  const all = Object.keys(NETWORKS);
  const names = networks?.split(",").map((name) => name.trim()) ?? all;
  const unknown = names.find((name) => !all.includes(name));
  if (unknown === undefined) return names;
  throw new InputError(`--networks: expected names of ${all.join(", ")}, got ${unknown}`);
}

function parseFlags(args: string[]): ZooFlags {
  return createCommand("zoo", "Train every network of the registry, and set them side by side.")
    .option("--networks <names>", `some of them: a,b (default: ${Object.keys(NETWORKS).join(",")})`)
    .option("--seeds <n>", "runs of each network", wholeNumber(1, 100), 3)
    .option(
      "--epochs <n>",
      "passes over the digits (default: the recipe's)",
      wholeNumber(1, 10_000),
    )
    .option(
      "--out <dir>",
      "where zoo.json and models are kept, as NETWORK (seed 0; lenet5's is deno task train's) or NETWORK-SEED",
      toHere(MODELS_DIR),
    )
    .option("--json", "print the runs as one JSON list instead of a table")
    .parse(args, { from: "user" })
    .opts();
}

if (import.meta.main) await runCommand("zoo", () => main(Deno.args));
