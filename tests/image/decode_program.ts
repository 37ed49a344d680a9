/**
 * Decodes the files that it is given and ends, with no permission but to read and nothing done to
 * end the decoder. Writes one line of JSON per file, then the most memory that was seen.
 */
import { decodePicture } from "../../lib/image/decode.ts";

/** What is written of a file. */
export interface Outcome {
  seconds: number;
  /** Pixels of the picture, if it was read. */
  pixels?: number;
  /** Name and message of the error, if it was not. */
  error?: [name: string, message: string];
}

if (import.meta.main) {
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, Deno.memoryUsage().rss);
  }, 10);
  for (const path of Deno.args) console.log(JSON.stringify(await decode(path)));
  clearInterval(watch);
  console.log(peakBytes);
}

async function decode(path: string): Promise<Outcome> {
  const bytes = await Deno.readFile(path);
  const start = performance.now();
  const outcome = await decodePicture(bytes, "x").then(
    ({ data }) => ({ pixels: data.length / 4 }),
    (error: Error) => ({ error: [error.name, error.message] as [string, string] }),
  );
  return { seconds: (performance.now() - start) / 1000, ...outcome };
}
