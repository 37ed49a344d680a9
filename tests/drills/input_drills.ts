/**
 * Tables, IDX files, plans, jobs, committees, zoos and recipes with damage of every kind: read as valid, or
 * refused in one line that names the file.
 *
 * @module
 */
import { join } from "@std/path";
import { PROJECT_DIR } from "../../lib/paths.ts";
import type { Drill, Outcome } from "./drill.ts";
import type { InputOutcome } from "./input_fixture.ts";
import { INPUT_KINDS, type InputKind } from "./input_kinds.ts";

/** What a case may cost; time on a busy machine is that of its cores. */
const MOST = { seconds: 5, bytes: 1e9, characters: 2000 };

/** A case that says nothing for so long hangs, and is ended. */
const SILENT_MS = 30_000;

const COMMAND = ["run", "--quiet", "-A", "tests/drills/input_fixture.ts"];

/** What is wrong with how a case was dealt with, if anything. */
function judge(outcome: InputOutcome, refused: RegExp): string | undefined {
  const { index, seconds, coreSeconds, peakBytes, refusal, defect } = outcome;
  const busy = Math.min(seconds, coreSeconds);
  if (defect !== undefined) return defect;
  if (busy > MOST.seconds) return `${busy.toFixed(1)} s of work`;
  if (peakBytes > MOST.bytes) return `${Math.round(peakBytes / 1e6)} MB`;
  if (refusal === undefined) return undefined;
  if (index === 0) return `the sound one was refused: ${refusal}`;
  if (refusal.includes("\n")) return `several lines: ${refusal}`;
  if (refusal.length > MOST.characters) return `${refusal.length} characters`;
  return refused.test(refusal) ? undefined : `names no file: ${refusal}`;
}

/** Reads the cases from one on, to the end or to one that hangs or ends the process. */
async function* readFrom(kind: string, folder: string, from: number, to: number) {
  const child = new Deno.Command(Deno.execPath(), {
    ...{ args: [...COMMAND, kind, folder, `${from}`, `${to}`], cwd: PROJECT_DIR },
    ...{ stdin: "null", stdout: "piped", stderr: "null" },
  }).spawn();
  const end = () => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It was over.
    }
  };
  let timer = setTimeout(end, SILENT_MS), rest = "";
  try {
    for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
      clearTimeout(timer);
      timer = setTimeout(end, SILENT_MS);
      const lines = (rest + part).split("\n");
      rest = lines.pop()!;
      for (const line of lines) yield JSON.parse(line) as InputOutcome;
    }
  } finally {
    clearTimeout(timer);
    end();
    await child.status;
  }
}

/** Has all cases read; those at which the process hung or ended count as lost. */
async function readAll(kind: string, folder: string, n: number): Promise<string[]> {
  const lost: string[] = [], refused = INPUT_KINDS[kind].refusal ?? new RegExp(`^${folder}/`);
  let next = 0, refusals = 0, peakBytes = 0;
  while (next < n) {
    let isSpent = false;
    for await (const outcome of readFrom(kind, folder, next, n)) {
      const complaint = judge(outcome, refused);
      if (complaint) lost.push(`${outcome.index}: ${complaint}`);
      if (outcome.refusal !== undefined) refusals++;
      peakBytes = Math.max(peakBytes, outcome.peakBytes);
      next = outcome.index + 1;
      // A process that has taken too much memory is not asked again: its peak stays with it.
      isSpent = outcome.peakBytes > MOST.bytes;
      if (isSpent) break;
    }
    if (next < n && !isSpent) lost.push(`${next++}: a hang, or the end of the process`);
  }
  console.error(`  ${refusals} of ${n} refused, at most ${Math.round(peakBytes / 1e6)} MB`);
  return lost;
}

async function writeCase(dir: string, files: Record<string, Uint8Array>): Promise<void> {
  await Deno.mkdir(dir);
  for (const [name, bytes] of Object.entries(files)) await Deno.writeFile(join(dir, name), bytes);
}

const damagedInput = (kind: string, { title, counts, create, damage }: InputKind): Drill => ({
  name: `${title}: read, or refused in one line within 5 s and 1 GB`,
  async run({ isShort, random, folder }): Promise<Outcome> {
    const n = counts[isShort ? 0 : 1], whole = await create(folder), names = Object.keys(whole);
    await writeCase(join(folder, "0"), whole);
    for (let i = 1; i < n; i++) {
      const name = names[random.nextInt(names.length)];
      const damaged = { ...whole, [name]: damage(whole[name], random, i) };
      await writeCase(join(folder, `${i}`), damaged);
    }
    return { n, lost: await readAll(kind, folder, n) };
  },
});

/** In the order in which they run. */
export const INPUT_DRILLS: Drill[] = Object.entries(INPUT_KINDS)
  .map(([name, kind]) => damagedInput(name, kind));
