/**
 * Pictures to 28×28 images, made as MNIST's were.
 *
 * @module
 */
export { InputError } from "../errors.ts";
export * from "./decode.ts";
export * from "./draw_strokes.ts";
export * from "./format_lines.ts";
export type { NormalizedDigit } from "./normalize.ts";
export * from "./picture.ts";
export { encodePng } from "./png.ts";
export * from "./prepare.ts";
export * from "./prepare_picture_file.ts";
export type { Judge } from "./rejoin.ts";
export type { Sign } from "./signs.ts";
export * from "./stroke_program.ts";
export type { Classifier } from "../classifier.ts";
