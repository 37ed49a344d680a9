/**
 * What the page and the reading Worker say to each other, and its checks.
 *
 * @module
 */
import * as v from "valibot";
import type { Picture } from "../../image/picture.ts";
import type { PublishedModel } from "../../reader/published_model.ts";
import { COUNT, createCheck, FLOATS, INK, MODEL, MODEL_PARTS } from "../message_fields.ts";
import type { ModelParts } from "../site/describe_model.ts";
import type { Place, Reading } from "./reading_session.ts";
import type { Frame } from "./sheet.ts";
import type { SheetKind } from "./wording.ts";

/** Where a picture comes from: what lay on the sheet, and how the picture lies there. */
export interface Source {
  kind: SheetKind;
  frame: Frame;
}

/** What the Worker is asked to do: whatever is left out stays as it was. */
export interface ReadRequest {
  /** Name of the model to read with, or the model itself. */
  model?: string | ModelParts;
  picture?: { pixels: Picture; source: Source };
  /** The digit to show is the one nearest to this place, in the picture's pixels. */
  near?: Place;
}

/** What the Worker answers; `model` is there when another one was loaded. */
export type ReadReply = { reading: Reading; model?: PublishedModel } | { error: string };

const PIXELS = v.pipe(
  v.object({
    ...{ width: COUNT, height: COUNT },
    data: v.union([v.instance(Uint8Array), v.instance(Uint8ClampedArray)], "bytes"),
  }),
  v.check(({ width, height, data }) => data.length === 4 * width * height, "a whole picture"),
);

const REQUEST = v.object({
  model: v.optional(MODEL),
  picture: v.optional(v.looseObject({ pixels: PIXELS })),
  near: v.optional(v.object({ x: v.number(), y: v.number() })),
});

const REPLY = v.union([
  v.object({ error: v.string() }),
  v.object({
    reading: v.looseObject({
      pieces: v.array(v.looseObject({ kind: v.string(), line: COUNT })),
      digits: v.array(v.looseObject({
        ...{ pixels: INK, digit: COUNT, probabilities: FLOATS, verdict: v.string() },
      })),
      focus: v.number(),
      stages: v.array(v.looseObject({ name: v.string() })),
    }),
    model: v.optional(MODEL_PARTS.entries.description),
  }),
], "a reading");

/** Checks what the page asks. */
export const checkReadRequest: (message: unknown) => ReadRequest = createCheck(REQUEST, "request");

/** Checks what the Worker answers. */
export const checkReadReply: (message: unknown) => ReadReply = createCheck(REPLY, "reply");
