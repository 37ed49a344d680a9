/**
 * Text from outside, fit for a terminal.
 *
 * @module
 */

/** File names can hold anything, escape sequences for the terminal among it. */
export function escapeControls(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}
