/**
 * Checks of what the page and the training Worker say to each other, and of what is kept of it.
 *
 * @module
 */
import * as v from "valibot";
import { BYTES, COUNT, FLOATS, GRID, INK, LABEL, MODEL_PARTS } from "../message_fields.ts";
import { validate } from "../../validate.ts";
import { NETWORK_CHOICES } from "./choices.ts";
import type { TrainReply, TrainRequest, TrainSign } from "./messages.ts";

const NUMBER = v.pipe(v.number(), v.finite("a finite number"));
/** Of a run that diverges, which is told at its epoch's end. */
const ANY_NUMBER = v.custom<number>((value) => typeof value === "number", "a number");
const POSITIVE = v.pipe(COUNT, v.minValue(1, "a number of at least 1"));

/** See `Correction`. */
export const CORRECTION = v.object({ pixels: INK, label: v.optional(LABEL) });
const CORRECTIONS = v.array(CORRECTION);

const SETTINGS = v.object({
  network: v.picklist(Object.keys(NETWORK_CHOICES)),
  batchNorm: v.boolean(),
  dropout: NUMBER,
  augment: v.boolean(),
  learningRate: NUMBER,
  digits: POSITIVE,
  epochs: POSITIVE,
  seed: COUNT,
});

const CHECKPOINT = v.looseObject({
  ...{ epochsDone: COUNT, stepsDone: COUNT, position: COUNT, wallSeconds: NUMBER },
  totals: v.object({ lossSum: ANY_NUMBER, correct: COUNT }),
  history: v.array(v.looseObject({ epoch: POSITIVE })),
  state: v.record(v.string(), FLOATS),
});

const SAVED = v.object({ settings: SETTINGS, checkpoint: CHECKPOINT });

const REQUESTS = {
  start: v.object({ type: v.literal("start"), settings: SETTINGS }),
  stop: v.object({ type: v.literal("stop") }),
  goOn: v.object({ type: v.literal("goOn") }),
  resume: v.object({ type: v.literal("resume"), saved: SAVED }),
  examineAs: v.object({ type: v.literal("examineAs"), published: v.string() }),
  watch: v.object({ type: v.literal("watch"), pixels: v.optional(INK) }),
  publish: v.object({ type: v.literal("publish") }),
  pack: v.object({ type: v.literal("pack") }),
  packTaught: v.object({ type: v.literal("packTaught") }),
  teach: v.object({
    type: v.literal("teach"),
    published: v.optional(v.string()),
    corrections: CORRECTIONS,
  }),
  packCorrections: v.object({ type: v.literal("packCorrections"), corrections: CORRECTIONS }),
  unpackCorrections: v.object({ type: v.literal("unpackCorrections"), archive: BYTES }),
  unpack: v.object({ type: v.literal("unpack"), archive: BYTES }),
} satisfies Record<TrainRequest["type"], v.GenericSchema>;

const TEST = v.object({
  ...{ n: POSITIVE, errors: COUNT },
  misread: v.array(v.object({ pixels: INK, label: LABEL, digit: LABEL })),
});

const CHANGE = v.object({ n: COUNT, before: COUNT, after: COUNT });
const PICTURES = v.object({ ...GRID.entries, count: COUNT });
const PACKED = { name: v.string(), archive: BYTES };

const REPLIES = {
  alive: v.object({ type: v.literal("alive") }),
  idle: v.object({ type: v.literal("idle"), answered: COUNT }),
  loading: v.object({ type: v.literal("loading"), bytes: COUNT }),
  started: v.object({ type: v.literal("started"), workers: POSITIVE }),
  progress: v.object({
    type: v.literal("progress"),
    progress: v.object({
      ...{ epoch: POSITIVE, imagesDone: COUNT, imagesPerEpoch: POSITIVE },
      ...{ loss: ANY_NUMBER, accuracy: ANY_NUMBER, imagesPerSecond: ANY_NUMBER },
    }),
  }),
  epoch: v.object({
    type: v.literal("epoch"),
    record: v.object({
      epoch: POSITIVE,
      ...{ trainLoss: ANY_NUMBER, trainAccuracy: ANY_NUMBER },
      ...{ validationLoss: ANY_NUMBER, validationAccuracy: ANY_NUMBER },
    }),
  }),
  look: v.object({
    type: v.literal("look"),
    look: v.object({
      layer: v.string(),
      filters: PICTURES,
      digit: v.optional(v.object({ maps: PICTURES, probabilities: FLOATS })),
    }),
  }),
  checkpoint: v.object({ type: v.literal("checkpoint"), saved: SAVED }),
  ended: v.object({
    type: v.literal("ended"),
    ...{ isDone: v.boolean(), seconds: NUMBER, test: TEST },
  }),
  published: v.object({ type: v.literal("published"), parts: MODEL_PARTS }),
  packed: v.object({ type: v.literal("packed"), ...PACKED }),
  taughtPacked: v.object({ type: v.literal("taughtPacked"), ...PACKED }),
  unpacked: v.object({ type: v.literal("unpacked"), title: v.string(), test: TEST }),
  taught: v.object({
    type: v.literal("taught"),
    taught: v.object({ own: CHANGE, test: CHANGE, seconds: NUMBER, parts: MODEL_PARTS }),
  }),
  correctionsPacked: v.object({ type: v.literal("correctionsPacked"), archive: BYTES }),
  correctionsUnpacked: v.object({
    type: v.literal("correctionsUnpacked"),
    corrections: CORRECTIONS,
  }),
  failed: v.object({
    type: v.literal("failed"),
    request: v.optional(v.string()),
    message: v.string(),
  }),
} satisfies Record<(TrainReply | TrainSign)["type"], v.GenericSchema>;

const REQUEST = v.variant("type", Object.values(REQUESTS) as never);
const REPLY = v.variant("type", Object.values(REPLIES) as never);

/**
 * Checks what the page asks.
 *
 * @throws {Error} In one line, if it is no request.
 */
export function checkTrainRequest(message: unknown): TrainRequest {
  return validate(REQUEST, message, "request") as TrainRequest;
}

/**
 * Checks what the Worker says.
 *
 * @throws {Error} In one line, if it is neither reply nor sign.
 */
export function checkTrainMessage(message: unknown): TrainReply | TrainSign {
  validate(REPLY, message, "reply");
  return message as TrainReply | TrainSign;
}
