/**
 * The page's fonts, from npm packages: text in Inter, titles and the answer in Source Serif, of one weight.
 *
 * @module
 */
import sans from "@fontsource-variable/inter/metadata.json" with { type: "json" };
import serif from "@fontsource/source-serif-4/metadata.json" with { type: "json" };

/** Files of the page, and where they come from. */
const FILES: Record<string, string> = {
  "fonts/sans.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  "fonts/serif.woff2": "@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2",
};

/** Reads the fonts, and writes the notice that their licence asks to go with them. */
export async function readFonts(): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const notice = [sans, serif].map(({ family, license }) =>
    `${family}: ${license.attribution}. SIL Open Font License 1.1, ${license.url}\n`
  );
  const files = new Map([["fonts/licenses.txt", new TextEncoder().encode(notice.join("\n"))]]);
  for (const [path, specifier] of Object.entries(FILES)) {
    files.set(path, await Deno.readFile(new URL(import.meta.resolve(specifier))));
  }
  return files;
}
