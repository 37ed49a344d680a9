/**
 * What all drills share: their result, the commands they run, and weights to compare.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "@std/path";
import { PROJECT_DIR } from "../../lib/paths.ts";
import { createRandom, type Random } from "../../lib/random.ts";
import { commandOf } from "../project_config.ts";

/** How often a drill is done, where, and with what chance. */
export interface DrillOptions {
  /** How often; a drill may do less of what takes long. */
  isShort: boolean;
  random: Random;
  /** An empty folder. */
  folder: string;
}

/** What came of a drill. */
export interface Outcome {
  /** How often it was done. */
  n: number;
  /** How often something was lost, mixed, accepted or left behind; what, in a line each. */
  lost: string[];
}

/** A drill: what is done, and to whom nothing must happen. */
export interface Drill {
  name: string;
  run(options: DrillOptions): Promise<Outcome>;
}

/** What a command answered. */
export interface Answer {
  code: number;
  text: string;
}

/** The command that trains, without a task runner around it. */
export const TRAIN = [Deno.execPath(), ...commandOf("train")];

/** Runs a command in the project's folder to its end. */
export async function runCommand([command, ...args]: string[]): Promise<Answer> {
  const { code, stdout, stderr } = await new Deno.Command(command, {
    ...{ args, cwd: PROJECT_DIR, stdin: "null" },
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, text: decode(stdout) + decode(stderr) };
}

/** Runs `use` with a file system of its own, if root allows. */
export async function withTmpfs<T>(
  dir: string,
  size: string,
  use: () => Promise<T>,
): Promise<T | undefined> {
  await Deno.mkdir(dir);
  const mount = ["mount", "-t", "tmpfs", "-o", `size=${size}`, "tmpfs", dir];
  if ((await runCommand(mount).catch(() => ({ code: 1 }))).code !== 0) return undefined;
  try {
    return await use();
  } finally {
    await runCommand(["umount", dir]);
  }
}

/** Starts a command whose stderr is read along. */
export function startCommand([command, ...args]: string[]) {
  const child = new Deno.Command(command, {
    ...{ args, cwd: PROJECT_DIR, stdin: "null", stdout: "null", stderr: "piped" },
  }).spawn();
  let text = "", notify = () => {};
  const reading = (async () => {
    for await (const part of child.stderr.pipeThrough(new TextDecoderStream())) {
      text += part;
      notify();
    }
  })();
  return {
    child,
    async waitFor(pattern: RegExp): Promise<void> {
      while (!pattern.test(text)) {
        const more = new Promise<void>((resolve) => notify = resolve);
        if (await Promise.race([more, reading.then(() => "over")]) && !pattern.test(text)) {
          throw new Error(`ended before ${pattern}: ${text}`);
        }
      }
    },
    async finish(): Promise<Answer> {
      const [{ code }] = await Promise.all([child.status, reading]);
      return { code, text };
    },
  };
}

/** SHA-256 of a saved model's weights. */
export async function hashWeights(dir: string): Promise<string> {
  const bytes = await Deno.readFile(join(dir, "weights.bin"));
  return createHash("sha256").update(bytes).digest("hex");
}

/** Waits until `check` holds, at most `seconds`; whether it did. */
export async function waitUntil(check: () => Promise<boolean>, seconds: number): Promise<boolean> {
  const endMs = performance.now() + 1000 * seconds;
  while (performance.now() < endMs) {
    if (await check()) return true;
    await pause(0.1);
  }
  return await check();
}

/** Waits. */
export const pause = (seconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, 1000 * seconds));

/** A generator of a drill's own, so that one drill's numbers do not depend on another's. */
export const createDrillRandom = (seed: number): Random => createRandom(seed);
