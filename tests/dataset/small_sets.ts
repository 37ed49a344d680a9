/** Small sets of images in the layouts of the family's published files. */
import { createHash } from "node:crypto";
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { encodeIdx } from "../../lib/dataset/idx.ts";
import { IMAGE_PIXELS } from "../../lib/dataset/labeled_images.ts";
import { gzip } from "./mirrors.ts";

/** Files by name. */
export type Files = Record<string, Uint8Array<ArrayBuffer>>;

/** An image that is blank but for its number at (row, column) and 255 in its first pixel. */
export function numberedImage(number: number, row = 1, column = 5): Uint8Array {
  const image = new Uint8Array(IMAGE_PIXELS);
  image[0] = 255;
  image[row * 28 + column] = number;
  return image;
}

/** IDX bytes of images that count from `first`. */
export function imagesIdx(count: number, first = 1): Uint8Array {
  const data = new Uint8Array(count * IMAGE_PIXELS);
  for (let i = 0; i < count; i++) data.set(numberedImage(first + i), i * IMAGE_PIXELS);
  return encodeIdx({ shape: [count, 28, 28], data });
}

/** IDX bytes of labels. */
export function labelsIdx(labels: readonly number[]): Uint8Array {
  return encodeIdx({ shape: [labels.length], data: Uint8Array.from(labels) });
}

/** QMNIST's labels: int32 `[n, 8]`, the class in the first column and the writer in the third. */
export function qmnistLabelsIdx(labels: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(12 + labels.length * 32);
  bytes.set([0, 0, 0x0c, 2, 0, 0, 0, labels.length, 0, 0, 0, 8]);
  const view = new DataView(bytes.buffer);
  labels.forEach((label, i) => {
    [label, 4, 1000 + i, 3, 35, 12345, 0, 0].forEach((value, column) =>
      view.setInt32(12 + 32 * i + 4 * column, value)
    );
  });
  return bytes;
}

/** MD5 sums of files, as mirrors publish them. */
export function md5Sums(files: Files): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map((
      [name, bytes],
    ) => [name, createHash("md5").update(bytes).digest("hex")]),
  );
}

/** Files gzipped under their names and ".gz". */
export async function gzipFiles(files: Record<string, Uint8Array>): Promise<Files> {
  const zipped: Files = {};
  for (const [name, bytes] of Object.entries(files)) zipped[`${name}.gz`] = await gzip(bytes);
  return zipped;
}

/** A ZIP archive. */
export async function zipFiles(
  files: Record<string, Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  for (const [name, bytes] of Object.entries(files)) {
    await writer.add(name, new Uint8ArrayReader(bytes));
  }
  return await writer.close();
}

/** Runs a test in a folder that holds these files. */
export async function withFiles(
  files: Record<string, Uint8Array | string>,
  test: (dir: string) => Promise<void>,
): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = `${dir}/${name}`;
      Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
      if (typeof content === "string") Deno.writeTextFileSync(path, content);
      else Deno.writeFileSync(path, content);
    }
    await test(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}
