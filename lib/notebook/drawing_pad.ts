/**
 * A sheet of paper below a cell: the kernel classifies what is drawn on it, as it is drawn.
 *
 * The page talks to the kernel through the notebook server, as the notebook itself does: it works over SSH and
 * on a hub too, no port is opened, and a saved notebook holds no address.
 *
 * @module
 */
import type { Classifier } from "../classifier.ts";
import { prepareDigit } from "../image/prepare.ts";
import { escapeXml } from "../plots/figure.ts";
import { DARK_THEME_RULE, FIGURE_CLASS } from "./figure_style.ts";
import { inJupyter, publish } from "./kernel_output.ts";

const PAGE = new URL("./drawing_pad.html", import.meta.url);
const PAPER = { width: 280, height: 280 };
const FRAME_HEIGHT_PX = 360;

/** The name under which the page calls the kernel, and the type of the message that answers it. */
const SYMBOL = "lenet5_drawing_pad";

/** What the network makes of a drawing. */
export interface Reading {
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** The most probable class. */
  readonly predicted: number;
  readonly probabilities: readonly number[];
  /** The 784 ink bytes that the network reads. */
  readonly pixels: readonly number[];
}

/**
 * Shows a drawing pad below the cell. It works as long as the kernel runs; without a kernel, or where
 * the viewer blocks it (an untrusted notebook), a line says how to get it.
 *
 * @param classes Names of the classifier's classes.
 */
export async function showDrawingPad(
  classify: Classifier,
  classes: readonly string[],
): Promise<void> {
  const hint = "The drawing pad works while the kernel runs: trust the notebook and run this cell.";
  answerPages(classify, classes);
  const page = await renderPage(Deno.env.get("JPY_SESSION_NAME") ?? "");
  await publish({
    data: {
      "text/html": `<style>${DARK_THEME_RULE}</style>` +
        `<iframe class="${FIGURE_CLASS}" title="Drawing pad" width="100%" height="${FRAME_HEIGHT_PX}" ` +
        `style="border:0;border-radius:8px" srcdoc="${escapeXml(page)}"></iframe><p>${hint}</p>`,
      "text/plain": hint,
    },
  });
}

/** Lets the pages of pads call this kernel; the last classifier answers them all. */
function answerPages(classify: Classifier, classes: readonly string[]): void {
  if (!inJupyter()) return;
  const calls = globalThis as Record<symbol, unknown>;
  calls[Symbol.for(SYMBOL)] = async (id: string, base64: string) => {
    const reading = await readDrawing(Uint8Array.fromBase64(base64), classify, classes);
    await Deno.jupyter.broadcast(SYMBOL, { id, reading });
  };
}

/**
 * The page of a pad.
 *
 * @param notebook Path of the notebook, by whose name the page finds the kernel.
 */
export async function renderPage(notebook: string): Promise<string> {
  const name = notebook.split(/[\\/]/).at(-1)!.replace(/["\\<]/g, "");
  const page = await Deno.readTextFile(PAGE);
  return page.replaceAll("__NOTEBOOK__", name).replaceAll("__SYMBOL__", SYMBOL);
}

/**
 * Classifies a drawing.
 *
 * @param paper Brightness of the paper, 280 × 280 bytes, 255 is blank.
 * @returns `null` if the paper is blank.
 * @throws {RangeError} If it is another number of bytes.
 */
export async function readDrawing(
  paper: Uint8Array,
  classify: Classifier,
  classes: readonly string[],
): Promise<Reading | null> {
  const count = PAPER.width * PAPER.height;
  if (paper.length !== count) {
    throw new RangeError(`paper: expected ${count} bytes, got ${paper.length}`);
  }
  const data = new Uint8Array(4 * count).fill(255);
  paper.forEach((brightness, p) => data.fill(brightness, 4 * p, 4 * p + 3));
  const digit = prepareDigit({ ...PAPER, data });
  if (!digit) return null;
  const probabilities = Array.from(await classify(digit.pixels));
  const predicted = probabilities.indexOf(Math.max(...probabilities));
  return { classes, predicted, probabilities, pixels: Array.from(digit.pixels) };
}
