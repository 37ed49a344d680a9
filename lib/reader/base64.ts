/**
 * Signed bytes as text.
 *
 * @module
 */

/** Encodes signed bytes in base64. */
export function encodeBytes(bytes: Int8Array): string {
  return btoa(Array.from(bytes, (value) => String.fromCharCode(value & 0xff)).join(""));
}

/** Decodes base64; `undefined` if it is none. */
export function decodeBytes(text: unknown): Int8Array | undefined {
  try {
    return Int8Array.from(atob(`${text}`), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}
