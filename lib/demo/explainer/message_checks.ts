/**
 * Checks of what the page and the explaining Worker say to each other.
 *
 * @module
 */
import * as v from "valibot";
import { createCheck, FLOATS, INK, LABEL, MODEL } from "../message_fields.ts";
import type { ExplainReply, ExplainRequest } from "./messages.ts";

const TYPE = v.picklist(["explain", "nearest"]);

const REQUEST = v.object({ type: TYPE, model: v.optional(MODEL), pixels: INK });

const REPLY = v.variant("type", [
  v.object({
    type: v.literal("explained"),
    occlusion: v.looseObject({ digit: v.number(), values: FLOATS }),
    walk: v.looseObject({}),
  }),
  v.object({
    type: v.literal("nearest"),
    digits: v.array(v.object({ pixels: INK, label: LABEL, similarity: v.number() })),
  }),
  v.object({ type: v.literal("failed"), request: TYPE, message: v.string() }),
]);

/** Checks what the page asks. */
export const checkExplainRequest: (message: unknown) => ExplainRequest = createCheck(
  REQUEST,
  "request",
);

/** Checks what the Worker answers. */
export const checkExplainReply: (message: unknown) => ExplainReply = createCheck(REPLY, "reply");
