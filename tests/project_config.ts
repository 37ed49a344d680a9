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
