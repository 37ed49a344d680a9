/**
 * The page's files of digits as a Worker loads them.
 *
 * @module
 */

/** Fetches one of the page's files. */
export async function fetchFile(path: string, cache?: RequestCache): Promise<Response> {
  const response = await fetch(new URL(`./${path}`, import.meta.url), { cache });
  if (response.ok) return response;
  throw new Error(`${path} cannot be loaded (HTTP ${response.status})`);
}

/** Fetches a file of digits and inflates it. */
export async function loadDigitFile(path: string): Promise<Uint8Array> {
  // The digits never change: what the browser has, it need not ask for again.
  const response = await fetchFile(path, "force-cache");
  const inflated = response.body!.pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(inflated).arrayBuffer());
}
