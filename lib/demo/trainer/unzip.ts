/**
 * ZIP archives that a person opens.
 *
 * @module
 */
import { unzipSync } from "fflate/browser";

/** More than any network or any hand's corrections take, in bytes, unpacked. */
const MOST_BYTES = 100_000_000;

/**
 * Unpacks the files of an archive that are wanted; those that macOS adds never are.
 *
 * @param content What it should hold, for errors.
 * @throws {Error} In one line, if it is no archive, or too large.
 */
export function unzip(
  archive: Uint8Array,
  content: string,
  isWanted: (path: string) => boolean = () => true,
): Map<string, Uint8Array> {
  let bytes = 0;
  const filter = ({ name, originalSize }: { name: string; originalSize: number }) => {
    if (name.startsWith("__MACOSX") || name.endsWith("/") || !isWanted(name)) return false;
    bytes += originalSize;
    if (bytes > MOST_BYTES) throw new Error(`more than ${MOST_BYTES / 1e6} MB of files`);
    return true;
  };
  try {
    return new Map(Object.entries(unzipSync(archive, { filter })));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`expected a ZIP archive with ${content} in it: ${reason}`);
  }
}
