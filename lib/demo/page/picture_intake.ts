/**
 * Pictures from outside: chosen, dropped or pasted files, decoded by the browser.
 *
 * @module
 */
/// <reference lib="dom" />
import { checkPictureSize } from "../../image/picture.ts";
import type { Photo } from "./sheet.ts";

/** Larger pictures are halved until they fit: the most that a canvas may have on every phone. */
const MAX_CANVAS_PIXELS = 16_000_000;

/** Where pictures can come from, and what becomes of them. */
export interface PictureIntake {
  input: HTMLInputElement;
  /** Where files are dropped; has the class "dropping" while one is held over it. */
  target: HTMLElement;
  onPhoto(photo: Photo): void;
  /** Told in one sentence why a file cannot be shown. */
  onProblem(message: string): void;
}

/** Takes in pictures by file input, drag and drop, and paste. */
export function attachPictureIntake({ input, target, onPhoto, onProblem }: PictureIntake): void {
  const take = async (files: readonly File[], verb: string) => {
    try {
      onPhoto(await decodePhoto(pickFile(files, verb)));
    } catch (error) {
      onProblem((error as Error).message);
    }
  };
  input.addEventListener("change", async () => {
    if (input.files?.length) await take([...input.files], "open");
    input.value = ""; // so that the same file can be chosen again
  });
  document.addEventListener("paste", (event) => {
    take([...event.clipboardData?.files ?? []], "paste");
  });
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    target.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) target.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    target.classList.remove("dropping");
    take([...event.dataTransfer?.files ?? []], "drop");
  });
}

/**
 * The one picture that is to be shown.
 *
 * @throws {Error} If there are several, or none as where text is dropped; see {@link decodePhoto}.
 */
function pickFile(files: readonly File[], verb: string): File {
  if (files.length === 1) return files[0];
  const given = files.length === 0 ? "something else" : `${files.length} files`;
  throw new Error(`Expected one picture to ${verb}, got ${given}.`);
}

/**
 * Decodes a picture file of any format that the browser knows, turned upright.
 *
 * @throws {Error} If it is none, or too large; the message is one sentence for the person.
 */
async function decodePhoto(file: File): Promise<Photo> {
  const bitmap = await createImageBitmap(file).catch(() => {
    const kind = file.type || "a file of unknown kind";
    throw new Error(
      `${file.name}: expected a PNG, JPEG or WebP picture, got ${kind} or a damaged one`,
    );
  });
  checkPictureSize(file.name, bitmap);
  let factor = 1;
  while (bitmap.width * bitmap.height > MAX_CANVAS_PIXELS * factor ** 2) factor *= 2;
  const width = Math.ceil(bitmap.width / factor), height = Math.ceil(bitmap.height / factor);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return { picture: context.getImageData(0, 0, width, height), canvas };
}
