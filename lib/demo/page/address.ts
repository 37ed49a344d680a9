/**
 * The drawing in the page's address, so that a refresh, the way back and a link bring it back.
 *
 * @module
 */
/// <reference lib="dom" />
import type { Desk } from "./desk.ts";
import { decodeStrokes, encodeStrokes } from "./drawing_code.ts";
import type { Sheet } from "./sheet.ts";

const KEY = "drawing";

/** Safari refuses more than 100 changes in 30 s: before so many come, they wait and are merged. */
const MAX_CHANGES = 60, WINDOW_MS = 30_000, PAUSE_MS = 1000;

/** The page's address with a drawing; `undefined` if a picture lies there or the drawing is too long. */
export function linkTo({ strokes, photo }: Sheet, base: string): string | undefined {
  const code = photo ? undefined : encodeStrokes(strokes);
  const url = new URL(base);
  url.hash = strokes.length > 0 ? `${KEY}=${code}` : "";
  return code && url.href;
}

/** The address of a desk. */
export interface AddressKeeper {
  /** Lays the address's drawing on the desk, if there is one. */
  restore(): boolean;
  /** To be called when the sheet has changed. */
  keep(): void;
}

/**
 * Keeps a desk and the address in step.
 *
 * @param onProblem Told in one sentence of an address without a proper drawing.
 */
export function attachAddress(desk: Desk, onProblem: (message: string) => void): AddressKeeper {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The drawing that the address holds. */
  let held: Sheet | undefined;
  /** When it was changed lately. */
  let changes: number[] = [];
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    const { sheet } = desk;
    if (sheet === held) return;
    held = sheet;
    changes.push(performance.now());
    // An example and a picture are not the person's drawing: they leave the address empty.
    const kept = sheet.isExample || sheet.photo ? { strokes: [] } : sheet;
    const url = linkTo(kept, location.href);
    if (!url) {
      onProblem("So long a drawing does not fit into the address: a refresh would lose it.");
    }
    history.replaceState(history.state, "", url ?? linkTo({ strokes: [] }, location.href));
  };
  const restore = () => {
    const code = new URLSearchParams(location.hash.slice(1)).get(KEY);
    if (code === null) return false;
    const strokes = decodeStrokes(code);
    if (strokes) desk.lay({ strokes });
    else {
      onProblem("The address holds no drawing that can be read, so it is ignored.");
      history.replaceState(history.state, "", linkTo({ strokes: [] }, location.href));
    }
    held = strokes && desk.sheet;
    return strokes !== undefined;
  };
  const flush = () => {
    if (timer !== undefined) write();
  };
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", flush);
  addEventListener("hashchange", restore);
  const keep = () => {
    changes = changes.filter((time) => performance.now() - time < WINDOW_MS);
    if (changes.length < MAX_CHANGES) write();
    else timer ??= setTimeout(write, PAUSE_MS);
  };
  return { restore, keep };
}
