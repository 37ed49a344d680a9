/**
 * A Worker that decodes picture files: what a damaged or hostile one does to a decoder ends with
 * the Worker.
 *
 * @module
 */
import { parentPort } from "node:worker_threads";
import { InputError } from "../errors.ts";
import { DamagedPictureError } from "./damaged.ts";
import { type DecodeAnswer, type DecodeJob, STARTED } from "./decode_client.ts";
import type { PictureFormat } from "./formats.ts";
import { decodeJpeg, readJpegOutline, startJpegDecoder } from "./jpeg.ts";
import { checkPictureSize, type Picture } from "./picture.ts";
import { readPngSize } from "./png.ts";
import { dropTexts } from "./png_chunks.ts";
import { limitWasmMemory, wasmMemoryUse } from "./wasm_memory.ts";

type Size = Pick<Picture, "width" | "height">;

/** Enough for a 50-megapixel JPEG in progressive scans or a BMP of 150 MB. */
const MAX_MEMORY_BYTES = 640_000_000;

/** WebAssembly gives no memory back: a Worker that holds more than this is not used again. */
const KEPT_MEMORY_BYTES = 256_000_000;

/** Each goes through the whole picture, however little is in it; encoders make 10 or so. */
const MAX_SCANS = 100;

limitWasmMemory(MAX_MEMORY_BYTES);

parentPort!.on("message", async (job: DecodeJob) => {
  const answer = await decode(job).then(pack, (error) => refuse(error, job));
  parentPort!.postMessage(answer, answer.picture ? [answer.picture.pixels] : []);
});

function pack({ width, height, data }: Picture): DecodeAnswer {
  const whole = data.byteLength === data.buffer.byteLength ? data : data.slice();
  return {
    picture: { width, height, pixels: whole.buffer as ArrayBuffer },
    spent: wasmMemoryUse().largest > KEPT_MEMORY_BYTES,
  };
}

async function decode({ file, format, source, maxPixels }: DecodeJob): Promise<Picture> {
  if (format === "JPEG") await startJpegDecoder();
  // ImageMagick takes time to start, which most programs need not spend.
  else await (await import("./magick.ts")).startMagick();
  parentPort!.postMessage(STARTED);
  const bytes = new Uint8Array(file);
  const checkSize = (size: Size) => checkPictureSize(source, size, maxPixels);
  // What the header says is only the quicker way to refuse; what is decoded is checked, too.
  const claimed = readClaims(bytes, format, source);
  if (claimed) checkSize(claimed);
  const picture = format === "JPEG" ? await decodeJpeg(bytes) : undefined;
  if (picture) {
    checkSize(picture);
    return picture;
  }
  const { decodeWithMagick } = await import("./magick.ts");
  // A file of 160 MB is not kept beside its picture.
  const shown = format === "PNG" ? dropTexts(bytes) : bytes;
  return await decodeWithMagick(shown, format, { checkSize, onRead: () => void file.transfer(0) });
}

/** The dimensions, where they are soon read. */
function readClaims(bytes: Uint8Array, format: PictureFormat, source: string): Size | undefined {
  if (format === "PNG") return readPngSize(bytes);
  if (format !== "JPEG") return undefined;
  const { size, scans } = readJpegOutline(bytes);
  if (scans <= MAX_SCANS) return size;
  throw new InputError(`${source}: expected a JPEG of at most ${MAX_SCANS} scans, got ${scans}`);
}

function refuse(error: unknown, { source, format }: DecodeJob): DecodeAnswer {
  const { largest, refused } = wasmMemoryUse();
  const sound = error instanceof InputError || error instanceof DamagedPictureError;
  const spent = !sound || refused || largest > KEPT_MEMORY_BYTES;
  if (error instanceof InputError) return { refusal: error.message, spent };
  const message = String((error as Error)?.message ?? error).split("\n")[0];
  const reason = sound ? message : `its decoder failed: ${message}`;
  const tooLarge = `decoding it takes more than ${MAX_MEMORY_BYTES / 1e6} MB`;
  return {
    refusal: `${source}: expected a sound ${format}: ${refused ? tooLarge : reason}`,
    spent,
  };
}
