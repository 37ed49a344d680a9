/**
 * Files that outlive a power cut.
 *
 * @module
 */

/** Writes a new file and returns once it is on disk. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await Deno.open(path, { write: true, createNew: true });
  try {
    for (let written = 0; written < bytes.length;) {
      written += await file.write(bytes.subarray(written));
    }
    await file.sync();
  } finally {
    file.close();
  }
}

/** Returns once the names in a folder, made, moved or removed, are on disk. */
export async function syncFolder(path: string): Promise<void> {
  if (Deno.build.os === "windows") return; // which opens no folder
  const folder = await Deno.open(path);
  await folder.sync().finally(() => folder.close());
}

/** Whether there is anything at a path, a broken link too. */
export async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

/** Removes a file if it is there. */
export async function removeFile(path: string): Promise<void> {
  await Deno.remove(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}
