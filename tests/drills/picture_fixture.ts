/** Reads a picture as `predict` does: PATH single or PATH multi. Writes what came of it as JSON. */
import { openRecognizer } from "../../lib/cli/open_recognizer.ts";
import { decodePicture } from "../../lib/image/decode.ts";
import { DEFAULT_MODEL_DIR } from "../../lib/paths.ts";
import { readPicture } from "../../lib/reader/read_picture.ts";
import { coreSeconds, peakBytes } from "./usage.ts";

/** What came of a picture. */
export interface PictureOutcome {
  seconds: number;
  /** Time of cores, which others on the machine do not prolong. */
  coreSeconds: number;
  peakBytes: number;
  /** Name and message of the error, if it was not read. */
  error?: [name: string, message: string];
}

async function read(path: string, single: boolean): Promise<PictureOutcome> {
  const bytes = await Deno.readFile(path), startMs = performance.now(), startCores = coreSeconds();
  let error: PictureOutcome["error"];
  try {
    const picture = await decodePicture(bytes, "x", { takeBytes: true });
    await readPicture(picture, recognizer, { single });
  } catch (thrown) {
    error = [(thrown as Error).name, (thrown as Error).message];
  }
  const seconds = (performance.now() - startMs) / 1000;
  return { seconds, coreSeconds: coreSeconds() - startCores, peakBytes: peakBytes(), error };
}

const recognizer = await openRecognizer(DEFAULT_MODEL_DIR, {});
const [path, mode] = Deno.args;
console.log(JSON.stringify(await read(path, mode === "single")));
