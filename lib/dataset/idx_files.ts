/**
 * Pairs of IDX files, one of images and one of labels, found by their names.
 *
 * @module
 */
import { InputError } from "../errors.ts";
import { decodeIdx, decodeIdxLabels, readIdxOutline } from "./idx.ts";
import { IMAGE_SIZE } from "./labeled_images.ts";
import type { NamedBytes } from "./mnist.ts";
import type { Split } from "./splits.ts";

/** Two files of a folder that belong together. */
export interface IdxPair {
  /** The set that their name tells, "all" if it tells none. */
  readonly part: Split | "all";
  /** Name of the file of images. */
  readonly images: string;
  /** Name of the file of labels; none where there is none. */
  readonly labels?: string;
}

/** What names call the sets; also names of folders. */
export const PART_WORDS: Readonly<Record<string, Split>> = {
  train: "train",
  training: "train",
  val: "validation",
  valid: "validation",
  validation: "validation",
  test: "test",
  testing: "test",
  t10k: "test",
};

interface IdxName {
  readonly file: string;
  readonly role: "images" | "labels";
  /** What is left of the name: the same for both files of a pair. */
  readonly key: string;
  readonly part: Split | "all";
}

/**
 * Finds IDX files among names such as "train-images-idx3-ubyte.gz" or "labels.idx".
 *
 * @param folder Names the folder in errors.
 * @returns At most one pair for each part.
 * @throws {InputError} If there are labels without images, images without labels beside other pairs,
 *   or two pairs for one part.
 */
export function pairIdxFiles(names: readonly string[], folder: string): IdxPair[] {
  const byKey = new Map<string, { part: IdxName["part"]; images?: string; labels?: string }>();
  for (const { key, part, role, file } of names.flatMap((name) => readIdxName(name) ?? [])) {
    const pair = byKey.get(key) ?? { part };
    // Sorted names: "x" comes before "x.gz", and is the same unzipped.
    pair[role] ??= file;
    byKey.set(key, pair);
  }
  const pairs = [...byKey.values()];
  for (const { images, labels } of pairs) {
    if (images && (labels || pairs.length === 1)) continue;
    const [lacks, has] = images ? ["labels", images] : ["images", labels];
    throw new InputError(`${folder}: expected a file of ${lacks} to go with ${has}, got none`);
  }
  for (const { part, images } of pairs) {
    const other = pairs.find((pair) => pair.part === part && pair.images !== images);
    if (!other) continue;
    throw new InputError(
      `${folder}: expected one pair of IDX files${part === "all" ? "" : ` to ${part}`}, got ` +
        `${images} and ${other.images}; name one: IMAGES,LABELS`,
    );
  }
  return pairs as IdxPair[];
}

function readIdxName(file: string): IdxName | undefined {
  const words = file.toLowerCase().split(/[^a-z0-9]+/);
  const role = (["images", "labels"] as const)
    .find((role) => words.includes(role) || words.includes(role.slice(0, -1)));
  if (!role || !words.some((word) => /^(idx\d?|ubyte)$/.test(word))) return undefined;
  const rest = words.filter((word) => !/^(idx\d?|ubyte|int|images?|labels?|gz)$/.test(word));
  const part = rest.map((word) => PART_WORDS[word]).find((part) => part) ?? "all";
  return { file, role, key: rest.join("-"), part };
}

/** Images with labels as they are written: "0" to "9", or other numbers. */
export interface IdxImages {
  readonly count: number;
  readonly images: Uint8Array;
  readonly labels?: readonly string[];
}

/**
 * Joins an IDX file of images `[n, 28, 28]` and one of labels, as whole numbers of any type.
 *
 * @throws {InputError} If a file is not such an IDX file, or the counts differ.
 */
export function joinIdxFiles(imageFile: NamedBytes, labelFile?: NamedBytes): IdxImages {
  const itemShape = [IMAGE_SIZE, IMAGE_SIZE];
  const { data: images, shape: [count] } = decodeIdx(imageFile.bytes, imageFile.name, {
    itemShape,
  });
  if (!labelFile) return { count, images };
  checkLabelCount(labelFile, imageFile.name, count);
  const labels = decodeIdxLabels(labelFile.bytes, labelFile.name);
  return { count, images, labels: labels.map(String) };
}

/**
 * Checks that a file of labels says that it has one for each image; nothing else of it need have been read.
 *
 * @param labelFile At least its first {@link IDX_HEADER_BYTES} bytes.
 * @throws {InputError} If it has others.
 */
export function checkLabelCount(labelFile: NamedBytes, imageFile: string, count: number): void {
  const { count: came } = readIdxOutline(labelFile.bytes, labelFile.name);
  if (came === count) return;
  throw new InputError(
    `${labelFile.name}: expected ${count} labels, one for each image in ${imageFile}, got ${came}`,
  );
}
