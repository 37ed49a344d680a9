/**
 * Models for the demo's tests, untrained: what they answer is not the point.
 *
 * @module
 */
import {
  DIGIT_CLASSES,
  IMAGE_PIXELS,
  type LabeledImages,
} from "../../lib/dataset/labeled_images.ts";
import { type Publication, publish } from "../../lib/demo/site/publish_model.ts";
import { createLenet5 } from "../../lib/model/zoo/lenet5.ts";
import type { LenetOptions } from "../../lib/model/zoo/lenet.ts";
import { createRandom } from "../../lib/random.ts";

/** Digits of noise. */
export function makeDigits(count: number, seed: number): LabeledImages {
  const random = createRandom(seed);
  return {
    count,
    images: Uint8Array.from({ length: count * IMAGE_PIXELS }, () => random.nextInt(256)),
    labels: Uint8Array.from({ length: count }, (_, i) => i % 10),
    classes: DIGIT_CLASSES,
  };
}

/** Publishes an untrained LeNet-5 as the page loads it. */
export function publishLenet5(options: LenetOptions): Publication {
  return publish({ model: createLenet5(options), run: {} }, "lenet5");
}
