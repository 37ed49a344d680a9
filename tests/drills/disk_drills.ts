/**
 * Commands that write to a full disk: whole or unchanged, and one line.
 *
 * @module
 */
import { join, relative } from "@std/path";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { commandOf } from "../project_config.ts";
import { type Drill, runCommand, withTmpfs } from "./drill.ts";

const task = (name: string, ...args: string[]) => [Deno.execPath(), ...commandOf(name), ...args];

const PICTURE = "tests/image/samples/progressive.jpg";

/** What is written where, and what lies there before. */
interface Writing {
  command: (dir: string) => string[];
  /** Files there before, by path; a model where it says so. */
  before?: Record<string, string>;
  withModel?: boolean;
}

const PAGE = { "index.html": "old", "reader_worker.js": "old", "style.css": "old" };

const WRITINGS: Writing[] = [
  { command: (dir) => task("demo", "--build", dir), before: PAGE },
  { command: (dir) => task("demo", "--build", join(dir, "site")) },
  {
    command: (dir) => task("predict", "--csv", join(dir, "a.csv"), PICTURE),
    before: { "a.csv": "old" },
  },
  {
    command: (dir) => task("evaluate", "--misread", dir),
    before: { "misread.csv": "old", "misread.png": "old" },
  },
  { command: (dir) => task("evaluate", "--picture", "--model", dir), withModel: true },
  {
    command: (dir) => task("export", "--format", "onnx", "--out", join(dir, "a.onnx")),
    before: { "a.onnx": "old" },
  },
  {
    command: (dir) =>
      task("export", "--format", "safetensors", "--out", join(dir, "a.safetensors")),
  },
  { command: (dir) => task("import", join(DEFAULT_MODEL_DIR, "model.json"), "--out", dir) },
  {
    command: (dir) => task("notebooks", "02", "--out", join(dir, "a.ipynb")),
    before: { "a.ipynb": "old" },
  },
  { command: (dir) => task("train", "--epochs", "1", "--out", join(dir, "model")) },
];

/** Contents of all files below a folder, by path; those that fill the disk and the empty ones left out. */
async function readAll(dir: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const walk = async (folder: string) => {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      const path = join(folder, name);
      if (isDirectory) await walk(path);
      else if (name !== FILL) {
        const bytes = await Deno.readFile(path);
        if (bytes.length > 0) found.set(relative(dir, path), bytes.toString());
      }
    }
  };
  await walk(dir);
  return found;
}

const FILL = "fill";

/** Writes until there is no room. */
async function fill(dir: string): Promise<void> {
  const path = join(dir, FILL);
  using file = await Deno.open(path, { write: true, create: true });
  const block = new Uint8Array(4096);
  try {
    while (true) await file.write(block);
  } catch {
    // It is full.
  }
}

async function writeOnFullDisk(dir: string, { command, before, withModel }: Writing) {
  if (withModel) {
    for await (const { name, isFile } of Deno.readDir(DEFAULT_MODEL_DIR)) {
      if (isFile) await Deno.copyFile(join(DEFAULT_MODEL_DIR, name), join(dir, name));
    }
  }
  for (const [name, text] of Object.entries(before ?? {})) {
    await Deno.writeTextFile(join(dir, name), text);
  }
  await fill(dir);
  const wanted = await readAll(dir), { code, text } = await runCommand(command(dir));
  const lost: string[] = [], shown = command("DIR").slice(4).join(" "), got = await readAll(dir);
  // Progress comes before; the refusal is the last line.
  const last = text.trim().split("\n").at(-1)!;
  if (![1, 2].includes(code) || !/^\w+( failed)?: .*(space|ENOSPC)/.test(last)) {
    lost.push(`${shown}: exit code ${code}: ${text.slice(-300)}`);
  }
  for (const [name, bytes] of wanted) {
    if (got.get(name) !== bytes) lost.push(`${shown}: ${name} changed`);
    got.delete(name);
  }
  if (got.size > 0) lost.push(`${shown}: left ${[...got.keys()].join(", ")}`);
  return lost;
}

const full: Drill = {
  name: "commands that write to a full disk (where root allows): unchanged, one line",
  async run({ isShort, folder }) {
    const lost: string[] = [];
    let n = 0;
    for (const [i, writing] of WRITINGS.slice(0, isShort ? 3 : undefined).entries()) {
      const dir = join(folder, `${i}`);
      const outcome = await withTmpfs(dir, "1m", () => writeOnFullDisk(dir, writing));
      if (!outcome) continue;
      lost.push(...outcome);
      n++;
    }
    return { n, lost };
  },
};

/** In the order in which they run. */
export const DISK_DRILLS: Drill[] = [full];
