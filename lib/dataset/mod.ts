/**
 * Labelled images: MNIST and its family, folders of pictures, CSV and IDX files, splits and batches.
 *
 * @module
 */
export { InputError } from "../errors.ts";
export * from "./batches.ts";
export { PUBLISHED_SETS, type PublishedSet } from "./catalog.ts";
export type { PairNames } from "./catalog.ts";
export type { DownloadProgress } from "./download.ts";
export * from "./idx.ts";
export {
  CLASS_LIMITS,
  DIGIT_CLASSES,
  IMAGE_PIXELS,
  IMAGE_SIZE,
  imageAt,
  type LabeledImages,
  sliceImages,
} from "./labeled_images.ts";
export * from "./load_source.ts";
export * from "./mnist.ts";
export * from "./mnist_files.ts";
export type { PictureFolderOptions, PreparePicture } from "./picture_folder.ts";
export { readClassNames } from "./read_class_names.ts";
export type { ReadFilesOptions } from "./read_files.ts";
export type { PublishedFile, ResumableDownloadOptions } from "./resumable_download.ts";
export * from "./source.ts";
export * from "./split_source.ts";
export type { TransferPatience } from "./transfer_watch.ts";
export type { FileSpec } from "./verified_file.ts";
