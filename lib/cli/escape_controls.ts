/**
 * Text from outside on a terminal.
 *
 * @module
 */

/**
 * Shows control characters as `\x1b`: names of files can hold line breaks, and escape sequences for the
 * terminal.
 */
export function escapeControls(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}
