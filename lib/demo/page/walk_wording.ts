/**
 * The words of the walk through the network.
 *
 * @module
 */
import type { Voice, Walk } from "../explainer/walk.ts";
import { formatShare } from "./wording.ts";

/** Steps of the walk. */
export const STEP_COUNT = 5;

/** What the walk is about. */
export interface Names {
  /** The digit's 784 ink bytes. */
  pixels: Uint8Array;
  /** Names of the classes. */
  classes: readonly string[];
}

/** A step's title. */
export function titleOfStep(step: number, { product, pooling, between }: Walk): string {
  return [
    `${product.layer}: one kernel, one patch`,
    `${product.layer}: the same everywhere`,
    pooling ? `${pooling.layer}: coarser` : "Coarser",
    between.length > 0
      ? `${between.map(({ layer }) => layer).join(", ")}: shapes of shapes`
      : "On to the answer",
    "The answer",
  ][step];
}

/** What happens in a step, in plain words and with its numbers. */
export function describeStep(step: number, walk: Walk, names: Names): string {
  return [describeProduct, describeMap, describePooling, describeBetween, describeVerdict][step](
    walk,
    names,
  );
}

function describeProduct({ product }: Walk): string {
  const { kernel: { height, width }, sum, bias, activation, value, layer } = product;
  const added = bias < 0 ? `less ${round(-bias)}` : `plus ${round(bias)}`;
  const outcome = {
    linear: `That is the pixel: ${round(value)}.`,
    relu: `What is negative becomes 0 (ReLU); this stays: ${round(value)}.`,
    tanh: `Squeezed between −1 and 1 (tanh), it is ${round(value)}.`,
    sigmoid: `Squeezed between 0 and 1 (sigmoid), it is ${round(value)}.`,
  }[activation];
  return `${layer} looks at ${height}×${width} pixels at a time, here at the framed ones. A kernel holds ` +
    `${
      height * width
    } weights that were learned. Each pixel times the weight in its place, all added up: ` +
    `${round(sum)}; ${added}, which was learned too: ${round(sum + bias)}. ${outcome}`;
}

function describeMap({ product: { layer }, map: { height, width } }: Walk): string {
  return `The kernel is moved over all of your digit, pixel by pixel, and makes a map of ${width}×${height}: ` +
    `strong wherever the ink looks like the kernel, such as an edge of one direction. The framed pixel is the ` +
    `one of before. Every other kernel of ${layer} makes a map of its own.`;
}

function describePooling({ pooling }: Walk): string {
  if (!pooling) return "This network has no pooling: its maps get smaller by larger strides alone.";
  const { layer, block: { height, width }, isMean, value } = pooling;
  const kept = isMean ? "the mean" : "the largest";
  return `Of each ${height}×${width} neighbours ${layer} keeps ${kept}, here ${
    round(value)
  }. The map gets ` +
    `smaller, and a stroke may lie a pixel farther left or right without changing much.`;
}

function describeBetween({ between }: Walk): string {
  return between.length === 0
    ? "There are no layers between: the answer follows at once."
    : "It goes on like that, but each kernel now looks at all maps of the layer before: edges become corners and " +
      "loops, these become parts of digits. In the end there are no maps any more, only units that each see all " +
      "of your digit.";
}

function describeVerdict({ verdict }: Walk, { classes }: Names): string {
  const { before, digit, rival, pro, contra, probabilities } = verdict;
  const name = (voices: Voice[]) =>
    voices.map(({ unit, amount }) => `unit ${unit + 1} (${round(Math.abs(amount))})`).join(", ");
  const against = contra.length > 0 ? `; against it ${name(contra)}` : "";
  const votes = pro.length > 0
    ? `For ${classes[digit]} rather than ${classes[rival]} speak above all ${
      name(pro)
    } of ${before}${against}. `
    : "";
  return `Each class adds up what the units of ${before} say for it. ${votes}The sums become probabilities that ` +
    `add up to 1 (softmax): ${formatShare(probabilities[digit])} for ${classes[digit]}, ` +
    `${formatShare(probabilities[rival])} for ${classes[rival]}.`;
}

function round(value: number): string {
  return value.toFixed(2).replace("-", "−");
}
