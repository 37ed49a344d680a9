/**
 * Kernels whose runner is killed, and cells that print much.
 *
 * @module
 */
import { join } from "@std/path";
import { Kernel } from "../../lib/jupyter/kernel.ts";
import type { Output } from "../../lib/jupyter/notebook_file.ts";
import { OutputCollector } from "../../lib/jupyter/outputs.ts";
import { JUPYTER_DIR } from "../../lib/paths.ts";
import { type Drill, startCommand, waitUntil } from "./drill.ts";

const RUNNER = [Deno.execPath(), "run", "--quiet", "-A", "tests/drills/notebook_fixture.ts"];

/** Signal 0 asks only. */
async function isAlive(pid: string): Promise<boolean> {
  const { success } = await new Deno.Command("kill", { args: ["-0", pid], stderr: "null" })
    .output();
  return success;
}

/** The folders of kernels, and what lies in them. */
async function listKernelFiles(): Promise<string[]> {
  const names: string[] = [];
  await Deno.mkdir(JUPYTER_DIR, { recursive: true }); // a fresh clone has none yet
  for await (const { name } of Deno.readDir(JUPYTER_DIR)) {
    if (!name.startsWith("kernel-")) continue;
    names.push(name);
    for await (const file of Deno.readDir(join(JUPYTER_DIR, name))) {
      names.push(join(name, file.name));
    }
  }
  return names;
}

const orphans: Drill = {
  name: "kill -9 and SIGHUP of the notebook runner: its kernel ends, no key or file stays",
  async run({ isShort }) {
    const n = isShort ? 2 : 6, lost: string[] = [];
    for (let i = 0; i < n; i++) {
      const before = new Set(await listKernelFiles());
      const listNew = async () => (await listKernelFiles()).filter((name) => !before.has(name));
      const command = startCommand(RUNNER);
      await command.waitFor(/kernel \d+/);
      const keys = (await listNew()).filter((name) => name.endsWith("connection.json"));
      if (keys.length > 0) lost.push(`connection files: ${keys}`);
      command.child.kill(i % 2 === 0 ? "SIGKILL" : "SIGHUP");
      const pid = (await command.finish()).text.match(/kernel (\d+)/)![1];
      if (!await waitUntil(async () => !await isAlive(pid), 5)) lost.push(`kernel ${pid} lives on`);
      const left = await listNew();
      if (left.length > 0) lost.push(`left behind: ${left}`);
    }
    return { n, lost };
  },
};

const LINES = 8000;

const printing: Drill = {
  name: `a cell that prints ${LINES} lines, within 20 s`,
  async run() {
    const kernel = await Kernel.start(Deno.cwd()), lost: string[] = [];
    const collector = new OutputCollector(), outputs: Output[] = [], startMs = performance.now();
    try {
      collector.startCell(outputs);
      const code = `for (let i = 0; i < ${LINES}; i++) console.log("line " + i);`;
      await kernel.execute(code, (message) => collector.add(message));
    } finally {
      await kernel.stop();
    }
    const seconds = (performance.now() - startMs) / 1000;
    const [output] = outputs as { text: string[] }[];
    if (output.text.length !== LINES) lost.push(`${output.text.length} lines came`);
    if (seconds > 20) lost.push(`${seconds.toFixed(1)} s`);
    return { n: 1, lost };
  },
};

/** In the order in which they run. */
export const NOTEBOOK_DRILLS: Drill[] = [orphans, printing];
