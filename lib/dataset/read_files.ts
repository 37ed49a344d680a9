/**
 * A person's files of whatever kind, told apart by what is in them: pictures by class, IDX, CSV.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { CsvDecoder } from "./csv.ts";
import { IDX_HEADER_BYTES, isIdx, readIdxOutline } from "./idx.ts";
import { checkLabelCount, joinIdxFiles, pairIdxFiles } from "./idx_files.ts";
import type { Split } from "./splits.ts";
import {
  childOf,
  listFolder,
  MAX_FILE_BYTES,
  type NamedFile,
  readChunks,
  readStart,
  readWhole,
} from "./open_file.ts";
import { type PictureFolderOptions, readPictureFolder } from "./picture_folder.ts";

/** Images with labels as they are written. */
export interface RawImages {
  readonly count: number;
  /** Ink, `count * 784` bytes. */
  readonly images: Uint8Array;
  /** Label of each image as it is written; none if nobody has told. */
  readonly labels?: readonly string[];
  /** File of each image, where each has one. */
  readonly files?: readonly string[];
  /** Row of each image in a table. */
  readonly rows?: readonly number[];
  /** SHA-256 over the files of pictures; none where the images are in the file as they are. */
  readonly sha256?: string;
  /** Where an image comes from, for errors. */
  readonly locate: (index: number) => string;
}

/** What was read, by what names say of a split; "all" where they say nothing. */
export interface RawSource {
  /** What kind of files these are. */
  readonly origin: "pictures" | "IDX" | "CSV";
  readonly sets: Partial<Record<Split | "all", RawImages>>;
}

/** How files are read; pictures need a function that prepares them. */
export type ReadFilesOptions =
  & Omit<PictureFolderOptions, "preparePicture">
  & Partial<Pick<PictureFolderOptions, "preparePicture">>;

/** Reads a folder: IDX files where there are some, else pictures. */
export async function readFolder(
  folder: NamedFile,
  options: ReadFilesOptions,
): Promise<RawSource> {
  const { files, folders } = await listFolder(folder);
  const pairs = pairIdxFiles(files, folder.name);
  if (pairs.length > 0) {
    const sets: RawSource["sets"] = {};
    for (const { part, images, labels } of pairs) {
      const labelFile = labels === undefined ? undefined : childOf(folder, labels);
      sets[part] = await readIdxPair(childOf(folder, images), labelFile);
    }
    return { origin: "IDX", sets };
  }
  const csv = files.find((file) => /\.csv(\.gz)?$/i.test(file));
  if (csv && folders.length === 0) {
    throw new InputError(
      `${folder.name}: expected pictures or IDX files, got CSV; name the file: ${folder.name}/${csv}`,
    );
  }
  const { preparePicture } = options;
  if (!preparePicture) throw new RangeError("preparePicture: expected a function, got none");
  const parts = await readPictureFolder(folder, { ...options, preparePicture });
  const located = Object.entries(parts)
    .map(([part, set]) => [part, { ...set, locate: (i: number) => set.files[i] }]);
  return { origin: "pictures", sets: Object.fromEntries(located) };
}

/** Reads one file: CSV, or IDX images without labels. */
export async function readFile(file: NamedFile, options: ReadFilesOptions): Promise<RawSource> {
  const start = await readStart(file, 512);
  if (isIdx(start)) {
    if (start[3] < 3) {
      throw new InputError(
        `${file.name}: expected images, got an IDX file of labels; name both: IMAGES,LABELS`,
      );
    }
    return { origin: "IDX", sets: { all: await readIdxPair(file) } };
  }
  if (start.length === 0 || !isText(start)) {
    throw new InputError(
      `${file.name}: expected a folder of pictures by class, IDX files or a CSV, got ${
        start.length === 0 ? "an empty file" : "a file of another kind"
      }`,
    );
  }
  return { origin: "CSV", sets: { all: await readCsv(file, decoderOf(start), options) } };
}

/** Reads a file of images and one of labels. */
export async function readPairOfFiles(images: NamedFile, labels: NamedFile): Promise<RawSource> {
  return { origin: "IDX", sets: { all: await readIdxPair(images, labels) } };
}

async function readIdxPair(imageFile: NamedFile, labelFile?: NamedFile): Promise<RawImages> {
  const images = await readIdxFile(imageFile);
  const { count } = readIdxOutline(images.bytes, images.name);
  const labels = labelFile && await readIdxFile(labelFile, (start) => {
    checkLabelCount({ name: labelFile.name, bytes: start }, imageFile.name, count);
  });
  const set = joinIdxFiles(images, labels);
  return { ...set, locate: (index) => `${(labelFile ?? imageFile).name}, image ${index}` };
}

/** Reads no more than the header announces: a small file may unzip to anything. */
async function readIdxFile(file: NamedFile, check?: (start: Uint8Array) => void) {
  const start = await readStart(file, IDX_HEADER_BYTES);
  const { byteLength } = readIdxOutline(start, file.name);
  check?.(start);
  if (byteLength > MAX_FILE_BYTES) {
    throw new InputError(
      `${file.name}: expected at most ${MAX_FILE_BYTES} bytes, got ${byteLength} by its header`,
    );
  }
  return { name: file.name, bytes: await readWhole(file, Number(byteLength)) };
}

async function readCsv(
  file: NamedFile,
  text: TextDecoder,
  { onSkip, signal }: ReadFilesOptions,
): Promise<RawImages> {
  const decoder = new CsvDecoder(file.name);
  for await (const chunk of readChunks(file)) {
    signal?.throwIfAborted();
    decoder.push(text.decode(chunk, { stream: true }));
  }
  decoder.push(text.decode());
  const { lines, skipped, ...set } = decoder.finish();
  skipped.forEach(onSkip);
  return { ...set, locate: (index) => `${file.name}:${lines[index]}` };
}

/** Excel's "Unicode text" is UTF-16; everybody else writes UTF-8. */
function decoderOf(start: Uint8Array): TextDecoder {
  return new TextDecoder(start[0] === 0xff && start[1] === 0xfe ? "utf-16le" : "utf-8");
}

/** Whether bytes can be the start of text: no control characters but for tabs and line breaks. */
function isText(start: Uint8Array): boolean {
  const text = decoderOf(start).decode(start);
  // deno-lint-ignore no-control-regex
  return !/[\x00-\x08\x0e-\x1f]/.test(text);
}
