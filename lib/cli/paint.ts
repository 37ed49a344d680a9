/**
 * Emphasis in a terminal, and none elsewhere.
 *
 * @module
 */
import { styleText } from "node:util";

/** Makes text stand out; {@link paintPlain} leaves it as it is. */
export type Paint = (style: "bold" | "dim" | "red" | "green", text: string) => string;

/** Paints with terminal escape codes. */
export const paintAnsi: Paint = (style, text) => styleText(style, text, { validateStream: false });

/** Leaves text as it is. */
export const paintPlain: Paint = (_, text) => text;

/** Chooses for a stream: escape codes in a terminal, unless `NO_COLOR` is set. */
export function choosePaint(stream: { isTerminal(): boolean } = Deno.stdout): Paint {
  return stream.isTerminal() && !Deno.noColor ? paintAnsi : paintPlain;
}
