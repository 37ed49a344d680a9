/**
 * What the page and the explaining Worker say to each other.
 *
 * @module
 */
import type { ModelParts } from "../site/describe_model.ts";
import type { NearDigit } from "./nearest.ts";
import type { Occlusion } from "./occlusion.ts";
import type { Walk } from "./walk.ts";

/** To the Worker: explain how a network reads 784 ink bytes, or find the training digits most like them. */
export interface ExplainRequest {
  type: "explain" | "nearest";
  /** Name of a model of the page, or the model itself; left out where it is the one before. */
  model?: string | ModelParts;
  pixels: Uint8Array;
}

/** From the Worker, in the order of the requests. */
export type ExplainReply =
  | { type: "explained"; occlusion: Occlusion; walk: Walk }
  | { type: "nearest"; digits: NearDigit[] }
  | { type: "failed"; request: ExplainRequest["type"]; message: string };
