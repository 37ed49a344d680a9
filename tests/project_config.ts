/**
 * The project's deno.json.
 *
 * @module
 */
import { join } from "@std/path";
import { PROJECT_DIR } from "../lib/paths.ts";

/** As much of it as tests look at. */
export interface ProjectConfig {
  exports: Record<string, string>;
  permissions: Record<string, Record<string, unknown>>;
  tasks: Record<string, { command: string }>;
}

/** Reads it; its comments stand on lines of their own. */
export async function readConfig(): Promise<ProjectConfig> {
  const text = await Deno.readTextFile(join(PROJECT_DIR, "deno.json"));
  return JSON.parse(text.replace(/^\s*\/\/.*$/gm, ""));
}

const { tasks } = await readConfig();

/** Deno's arguments for a task, as deno.json has them, without words of Deno's own. */
export function commandOf(task: string): string[] {
  const [deno, run, ...rest] = tasks[task].command.split(" ");
  if (deno !== "deno" || run !== "run") {
    throw new Error(`${task}: expected a task that runs a script`);
  }
  return [run, "--quiet", ...rest];
}
