/**
 * JPEG files; the only user of the JPEG decoder, libjpeg (MozJPEG) compiled to WebAssembly.
 *
 * @module
 */
import decode, { init } from "@jsquash/jpeg/decode.js";
import { InputError } from "../errors.ts";
import { checkPictureSize, type Picture } from "./picture.ts";

/** What libjpeg has said since it was last asked; it would go to the console otherwise. */
const complaints: string[] = [];
let ready: Promise<void> | undefined;

/**
 * Decodes a JPEG, baseline or progressive, grey or colour, turned upright as its EXIF data says.
 *
 * @param source The file's name, for messages.
 * @throws {InputError} If the file is damaged, cut short, or larger than the limit.
 */
export async function decodeJpeg(bytes: Uint8Array, source: string): Promise<Picture> {
  checkPictureSize(source, readJpegSize(bytes, source));
  await (ready ??= init({ printErr: (line: string) => complaints.push(line) }));
  complaints.length = 0;
  const file = Uint8Array.from(bytes).buffer;
  const picture = await decode(file, { preserveOrientation: true }).catch(() => undefined);
  // libjpeg fills up what is missing with grey and only remarks on it.
  const cut = complaints.find((line) => line.startsWith("Premature end"));
  if (picture && !cut) {
    return {
      width: picture.width,
      height: picture.height,
      data: picture.data as Uint8ClampedArray,
    };
  }
  throw new InputError(`${source}: expected a sound JPEG: ${cut ?? complaints.at(-1)}`);
}

/** Finds the frame header (SOF) among a JPEG's segments and reads the dimensions in it. */
function readJpegSize(bytes: Uint8Array, source: string): { width: number; height: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1];
    if (marker === 0xff) at++; // a fill byte
    else if (isFrameHeader(marker)) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    } else at += 2 + view.getUint16(at + 2);
  }
  throw new InputError(`${source}: expected a sound JPEG, found no frame in it`);
}

/** SOF0 to SOF15, but for three markers of other kinds that lie between them (DHT, JPG, DAC). */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
