/**
 * JPEG files; the only user of the JPEG decoder, libjpeg (MozJPEG) compiled to WebAssembly.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import decode, { init } from "@jsquash/jpeg/decode.js";
import { DamagedPictureError } from "./damaged.ts";
import type { Picture } from "./picture.ts";

/** libjpeg's word on colours that it can decode but not turn into RGB: CMYK and YCCK. */
const UNSUPPORTED_COLORS = "Unsupported color conversion request";

/** What libjpeg has said since it was last asked; it would go to the console otherwise. */
const complaints: string[] = [];
let compiled: Promise<WebAssembly.Module> | undefined;
let ready = false;

/**
 * Decodes a JPEG, baseline or progressive, grey or colour, turned upright as its EXIF data says.
 *
 * @returns Nothing if the JPEG is in CMYK or YCCK, as printers have it.
 * @throws {DamagedPictureError} If the file is damaged or cut short; the message says how.
 */
export async function decodeJpeg(bytes: Uint8Array<ArrayBuffer>): Promise<Picture | undefined> {
  await startJpegDecoder();
  complaints.length = 0;
  const picture = await decode(bytes.buffer, { preserveOrientation: true }).catch(() => undefined);
  // libjpeg fills up what is missing with grey and only remarks on it.
  const cut = complaints.find((line) => line.startsWith("Premature end"));
  if (picture && !cut) {
    const { width, height, data } = picture;
    return { width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
  }
  // An instance that has failed keeps what it had allocated, and some fail for good.
  ready = false;
  if (complaints.includes(UNSUPPORTED_COLORS)) return undefined;
  throw new DamagedPictureError(cut ?? complaints.at(-1) ?? "it cannot be decoded");
}

/** What a JPEG says of itself. */
export interface JpegOutline {
  /** Dimensions in the first frame header (SOF), if there is one. */
  size?: { width: number; height: number };
  /** How often the picture is gone through. */
  scans: number;
}

/** Reads a JPEG's markers, as a decoder finds them: fill bytes, and markers without a length, included. */
export function readJpegOutline(bytes: Uint8Array): JpegOutline {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: JpegOutline["size"], scans = 0;
  for (let at = 2;;) {
    while (at < bytes.length && bytes[at] !== 0xff) at++; // what a scan consists of
    while (at < bytes.length && bytes[at] === 0xff) at++;
    const marker = bytes[at++];
    if (marker === END_OF_IMAGE || at + 7 > bytes.length) return { size, scans };
    if (isLone(marker)) continue;
    if (marker === START_OF_SCAN) scans++;
    if (isFrameHeader(marker)) {
      size ??= { height: view.getUint16(at + 3), width: view.getUint16(at + 5) };
    }
    at += view.getUint16(at);
  }
}

const END_OF_IMAGE = 0xd9, START_OF_SCAN = 0xda;

/** Markers that nothing belongs to (RST0 to RST7, SOI, TEM), and a byte of a scan that looks like one. */
function isLone(marker: number): boolean {
  return marker <= 1 || marker >= 0xd0 && marker <= 0xd8;
}

/** SOF0 to SOF15, but for three markers of other kinds that lie between them (DHT, JPG, DAC). */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Starts libjpeg if that has not been done or an instance of it has failed. */
export async function startJpegDecoder(): Promise<void> {
  if (ready) return;
  const module = await (compiled ??= compileDecoder());
  await init({
    printErr: (line: string) => complaints.push(line),
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
      const instance = new WebAssembly.Instance(module, imports);
      done(instance);
      return instance.exports;
    },
  });
  ready = true;
}

async function compileDecoder(): Promise<WebAssembly.Module> {
  const path = new URL(import.meta.resolve("@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm"));
  return await WebAssembly.compile(Uint8Array.from(await readFile(path)));
}
