/**
 * What messages between the page and its Workers consist of. A page that was renewed on its server while it was open
 * may start a Worker of the newer one: neither takes what it does not know.
 *
 * @module
 */
import * as v from "valibot";
import { DIGIT_CLASSES, IMAGE_PIXELS } from "../dataset/labeled_images.ts";
import { validate } from "../validate.ts";

export const BYTES = v.instance(Uint8Array);
export const FLOATS = v.instance(Float32Array);
export const COUNT = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Of an image of 28×28. */
export const INK = v.pipe(BYTES, v.length(IMAGE_PIXELS, `${IMAGE_PIXELS} ink bytes`));
/** Pictures of any kind, such as maps of a layer. */
export const GRID = v.object({ height: COUNT, width: COUNT, values: FLOATS });

/** A digit's class, by its index. */
export const LABEL = v.pipe(
  COUNT,
  v.maxValue(DIGIT_CLASSES.length - 1, "a class of the ten digits"),
);

/** See `ModelParts`; what it consists of is checked where it is read. */
export const MODEL_PARTS = v.object({
  description: v.looseObject({
    network: v.looseObject({}),
    classes: v.array(v.string()),
    weights: v.array(v.looseObject({ name: v.string(), size: COUNT })),
  }),
  binary: BYTES,
});

/** A published model by its name, or a model itself. */
export const MODEL = v.union([v.string(), MODEL_PARTS], "a model");

/** Makes a check of messages, which throws an Error of one line at any that does not fit. */
export function createCheck<Message>(
  schema: v.GenericSchema,
  name: string,
): (message: unknown) => Message {
  return (message) => {
    validate(schema, message, name);
    return message as Message;
  };
}
