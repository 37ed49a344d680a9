/**
 * ZIP archives for the person's files.
 *
 * @module
 */
/// <reference lib="dom" />
import { createElement } from "./dom.ts";

/** Saves an archive as `NAME.zip`. */
export function saveArchive(archive: Uint8Array<ArrayBuffer>, name: string): void {
  const url = URL.createObjectURL(new Blob([archive], { type: "application/zip" }));
  const link = createElement("a");
  link.href = url;
  link.download = `${name}.zip`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000); // by then it is saved
}
