/**
 * Output of cells: the only code that uses `Deno.jupyter`.
 *
 * @module
 */

/** One output in several formats, by MIME type; so is its metadata. */
export interface Display {
  data: { "text/plain": string } & Record<string, string>;
  metadata?: Record<string, Record<string, unknown>>;
}

/** Time that a message needs to leave the kernel; what leaves after a cell's end is lost. */
const FLUSH_MS = 30;

/** Whether this code runs in a notebook. */
export function inJupyter(): boolean {
  try {
    return Deno.jupyter !== undefined; // the getter throws outside a kernel
  } catch {
    return false;
  }
}

/**
 * Shows something below the running cell, or prints its plain text outside Jupyter.
 *
 * @param options With an `id`, a later call with `update` replaces what this one shows.
 */
export async function publish(
  { data, metadata = {} }: Display,
  { id, update = false }: { id?: string; update?: boolean } = {},
): Promise<void> {
  if (!inJupyter()) {
    console.log(data["text/plain"]);
    return;
  }
  const type = update ? "update_display_data" : "display_data";
  const transient = id === undefined ? {} : { display_id: id };
  await Deno.jupyter.broadcast(type, { data, metadata, transient });
  await new Promise((resolve) => setTimeout(resolve, FLUSH_MS));
}
