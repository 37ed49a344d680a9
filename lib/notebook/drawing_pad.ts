/**
 * A sheet of paper below a cell: the kernel classifies what is drawn on it, as it is drawn.
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import type { Classifier } from "../classifier.ts";
import { prepareDigit } from "../image/prepare.ts";
import { publish } from "./kernel_output.ts";

/** A pad that is being served. */
export interface DrawingPad {
  /** Address of the page; nobody else can guess it. */
  readonly url: string;
  /** Ends the service. */
  close(): Promise<void>;
}

const HOSTNAME = "127.0.0.1";
const PAGE = new URL("./drawing_pad.html", import.meta.url);
const PAPER = { width: 280, height: 280 };
const BYTES = PAPER.width * PAPER.height * 4;
const FRAME_HEIGHT_PX = 360;

/**
 * Shows a drawing pad below the cell. It works as long as the kernel runs; without a kernel, or where
 * the viewer blocks it (an untrusted notebook), a line in its place says how to get it.
 *
 * @param classes Names of the classifier's classes.
 */
export async function showDrawingPad(
  classify: Classifier,
  classes: readonly string[],
): Promise<void> {
  await shown?.close();
  const pad = shown = await serveDrawingPad(classify, classes);
  const hint = "The drawing pad works while the kernel runs: trust the notebook and run this cell.";
  await publish({
    data: {
      "text/html": `<object data="${pad.url}" type="text/html" title="Drawing pad" width="100%" ` +
        `height="${FRAME_HEIGHT_PX}"><p>${hint}</p></object>`,
      "text/plain": hint,
    },
  });
}

/** The pad of the last call; the next one replaces it. */
let shown: DrawingPad | undefined;

/** Serves the pad to this machine only, under an address that cannot be guessed. */
export async function serveDrawingPad(
  classify: Classifier,
  classes: readonly string[],
): Promise<DrawingPad> {
  const page = await Deno.readTextFile(PAGE);
  const base = `/${randomUUID()}/`;
  const server = Deno.serve({ hostname: HOSTNAME, port: 0, onListen() {} }, async (request) => {
    const { pathname, host } = new URL(request.url);
    // Another host name means that another site resolves to this address (DNS rebinding).
    if (host !== `${HOSTNAME}:${server.addr.port}`) return refuse(403);
    if (pathname === base && request.method === "GET") {
      return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
    }
    if (pathname !== `${base}read`) return refuse(404);
    if (request.method !== "POST") return refuse(405);
    return await answer(request, { classify, classes });
  });
  return {
    url: `http://${HOSTNAME}:${server.addr.port}${base}`,
    close: () => server.shutdown(),
  };
}

/** Classifies the drawing in a request: RGBA bytes of the paper. Answers null if the paper is blank. */
async function answer(
  request: Request,
  { classify, classes }: { classify: Classifier; classes: readonly string[] },
): Promise<Response> {
  const data = new Uint8Array(await request.arrayBuffer());
  if (data.length !== BYTES) return refuse(400);
  const digit = prepareDigit({ ...PAPER, data });
  if (!digit) return Response.json(null);
  const probabilities = Array.from(await classify(digit.pixels));
  return Response.json({
    classes,
    predicted: probabilities.indexOf(Math.max(...probabilities)),
    probabilities,
    pixels: Array.from(digit.pixels),
  });
}

function refuse(status: number): Response {
  return new Response(null, { status });
}
