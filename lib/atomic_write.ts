/**
 * The one way in which single files are written.
 *
 * @module
 */
import { realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { isRefusal, reasonOf } from "./errors.ts";

/**
 * Writes a file under a temporary name beside it and renames it, so that nobody sees half of it. A link is written
 * through; what is no file, such as /dev/stdout, is written to as it is.
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  await writeTogether([[path, bytes]]);
}

/** The same of files that belong together: none gets its name before all are written. */
export async function writeTogether(
  files: readonly (readonly [path: string, bytes: Uint8Array])[],
): Promise<void> {
  const written: { path: string; target: string; temporary: string }[] = [];
  try {
    for (const [path, bytes] of files) await orNamed(path, () => write(path, bytes, written));
    for (const { path, target, temporary } of written) {
      await orNamed(path, () => rename(temporary, target));
    }
  } catch (error) {
    for (const { temporary } of written) await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

async function write(
  path: string,
  bytes: Uint8Array,
  written: { path: string; target: string; temporary: string }[],
): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const info = await stat(target).catch(() => undefined);
  if (info && !info.isFile()) return await writeFile(target, bytes);
  const temporary = `${target}.${crypto.randomUUID()}.tmp`;
  written.push({ path, target, temporary });
  await writeFile(temporary, bytes, { flag: "wx" });
}

/** A refused write names no file, all else the temporary one. */
async function orNamed(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const message = `${reasonOf(error).split(/, (?:open|write|rename)\b/)[0]}: ${path}`;
    const { code } = error as { code?: string };
    throw Object.assign(new Error(message, { cause: error }), { code });
  }
}
